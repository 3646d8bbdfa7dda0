#!/usr/bin/env bash
# Brings the models of a pod from the tenant's volume into the pod's own store, and verifies every byte. Idempotent:
# what was copied and verified before is kept. A blob becomes visible under its name only when its digest is right, a
# manifest only when all its blobs are there, so the server never sees half a model.
#
# The volume has a folder for each version, so an upgrade or a rollback never waits for readers of another version.
#
#   SOURCE        volume with manifests/ and blobs/, read only: a manifest's name ends in @sha256-<hex> where a version
#                 was brought from S3, and is Ollama's own where Ollama pulled it
#   TARGET        store of the server
#   MODELS        one model a line: <path below manifests/> <sha256:digest of the manifest, or ->
#   WAIT_SECONDS  how long to wait for a manifest that is not there yet
set -euo pipefail

: "${SOURCE:?}" "${TARGET:?}" "${MODELS:?}" "${WAIT_SECONDS:?}"
incoming="$TARGET/.incoming"
mkdir -p "$TARGET/manifests" "$TARGET/blobs" "$incoming"
rm -rf "${incoming:?}"/*

fail() {
  echo "prepare-models: $*" >&2
  exit 1
}

digest_of() {
  sha256sum "$1" | cut -d ' ' -f 1
}

# Sets `source` to the manifest's file: the version that is wanted, or the manifest with the model's own name.
wait_for() {
  local manifest="$1" pinned="$2" waited=0 plain version
  plain="$SOURCE/manifests/$manifest"
  if [ "$pinned" = - ]; then version="$plain"; else version="$plain@${pinned/:/-}"; fi
  until [ -f "$version" ] || [ -f "$plain" ]; do
    [ "$waited" -lt "$WAIT_SECONDS" ] || fail "no ${version#"$SOURCE"/} in the model volume after $WAIT_SECONDS s"
    [ $((waited % 60)) -ne 0 ] || echo "prepare-models: waiting for ${version#"$SOURCE"/}"
    sleep 2
    waited=$((waited + 2))
  done
  if [ -f "$version" ]; then source="$version"; else source="$plain"; fi
}

copy_blob() {
  local hex="$1" name="sha256-$1" found
  [ ! -f "$TARGET/blobs/$name" ] || return 0
  [ -f "$SOURCE/blobs/$name" ] || fail "blob $name is missing in the model volume"
  cp "$SOURCE/blobs/$name" "$incoming/$name"
  found=$(digest_of "$incoming/$name")
  [ "$found" = "$hex" ] || fail "blob $name is damaged: its digest is $found"
  mv "$incoming/$name" "$TARGET/blobs/$name"
}

prepare() {
  local manifest="$1" pinned="$2" copy hex found source
  wait_for "$manifest" "$pinned"
  copy="$incoming/manifest"
  cp "$source" "$copy"
  if [ "$pinned" != - ]; then
    found="sha256:$(digest_of "$copy")"
    [ "$found" = "$pinned" ] || fail "manifest $manifest is $found, the tenant is to have $pinned"
  fi
  grep -qo '"digest":[[:space:]]*"sha256:[0-9a-f]\{64\}"' "$copy" || fail "manifest $manifest names no blob"
  while read -r hex; do
    copy_blob "$hex"
  done < <(grep -o '"digest":[[:space:]]*"sha256:[0-9a-f]\{64\}"' "$copy" | grep -o '[0-9a-f]\{64\}' | sort -u)
  mkdir -p "$(dirname "$TARGET/manifests/$manifest")"
  mv "$copy" "$TARGET/manifests/$manifest"
  echo "prepare-models: $manifest is ready"
}

while read -r manifest pinned; do
  [ -z "$manifest" ] || prepare "$manifest" "$pinned"
done <<< "$MODELS"
rmdir "$incoming"
