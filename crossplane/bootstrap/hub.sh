#!/usr/bin/env bash
# Makes what Crossplane on the hub cannot make itself: a role for each of its providers, bound to the provider's
# service account, and the boundary of every role that they will make. Safe to run again: it brings each to what the
# repository says. Needs the aws command line, Node and the rights of an administrator of IAM and EKS.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
  cat << 'TEXT'
Usage: crossplane/bootstrap/hub.sh --account <id> --cluster <name> --region <region> [--profile <profile>]
         (--print [--documents <folder>] | --apply | --tags)

  --account    the AWS account, twelve digits; --apply and --tags stop when the credentials are of another one
  --cluster    name of the hub's EKS cluster
  --region     where it is, such as us-east-1
  --profile    profile of the aws command line (default: the credentials of the environment)
  --print      print the plan: what is made, and in which order; call nothing
  --documents  with --print: write every document there, indented
  --apply      make it
  --tags       activate the tags by which the bill is split; works a day after the first resources carry them
TEXT
}

account='' cluster='' region='' profile='' folder='' mode=''
while [ $# -gt 0 ]; do
  case "$1" in
    --account | --cluster | --region | --profile | --documents) [ $# -gt 1 ] || { echo "$1: a value is missing" >&2; exit 2; } ;;&
    --account) account=${2:-} && shift 2 ;;
    --cluster) cluster=${2:-} && shift 2 ;;
    --region) region=${2:-} && shift 2 ;;
    --profile) profile=${2:-} && shift 2 ;;
    --documents) folder=${2:-} && shift 2 ;;
    --print | --apply | --tags) mode=${1#--} && shift ;;
    --help) usage && exit 0 ;;
    *) echo "unknown argument: $1" >&2 && usage >&2 && exit 2 ;;
  esac
done
[[ $account =~ ^[0-9]{12}$ ]] || { echo '--account: twelve digits' >&2; exit 2; }
[[ $cluster =~ ^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$ ]] || { echo '--cluster: the name of an EKS cluster' >&2; exit 2; }
[[ $region =~ ^[a-z]{2}-[a-z]+-[0-9]$ ]] || { echo '--region: a region such as us-east-1' >&2; exit 2; }
[ -n "$mode" ] || { usage >&2; exit 2; }
[ -z "$folder" ] || [ "$mode" = print ] || { echo '--documents: only with --print' >&2; exit 2; }

documents=$(mktemp -d)
trap 'rm -rf "$documents"' EXIT
make_documents() {
  (cd "$here/../.." && node --import tsx crossplane/bootstrap/documents.ts "$1" "$account" "$region" "$cluster" "$2")
}
if [ "$mode" = print ]; then
  make_documents "$documents" indented
  cat "$documents/plan.txt"
  if [ -n "$folder" ]; then
    mkdir -p "$folder"
    cp "$documents"/*.json "$folder"
  fi
  exit 0
fi
make_documents "$documents" compact

# Never by credentials or a region that happen to be set: both are named in every call.
call() {
  aws ${profile:+--profile "$profile"} --region "$region" "$@"
}

run() {
  call "$@" > /dev/null
}

# Whether something is there already.
there() {
  call "$@" > /dev/null 2>&1
}

found=$(call sts get-caller-identity --query Account --output text)
[ "$found" = "$account" ] || { echo "the credentials are of account $found, not of $account" >&2; exit 2; }

boundary() {
  local arn="arn:aws:iam::$account:policy/paddock-boundary" document old
  document=$(cat "$documents/boundary.json")
  if ! there iam get-policy --policy-arn "$arn"; then
    run iam create-policy --policy-name paddock-boundary --policy-document "$document"
    return
  fi
  # Of five versions that IAM keeps, all but the one in force make room for the new one.
  for old in $(call iam list-policy-versions --policy-arn "$arn" \
    --query 'Versions[?!IsDefaultVersion].VersionId' --output text); do
    run iam delete-policy-version --policy-arn "$arn" --version-id "$old"
  done
  run iam create-policy-version --policy-arn "$arn" --policy-document "$document" --set-as-default
}

role() {
  local role="$1" serviceAccount="$2" trust
  local arn="arn:aws:iam::$account:role/$role"
  trust=$(cat "$documents/$role.trust.json")
  if there iam get-role --role-name "$role"; then
    run iam update-assume-role-policy --role-name "$role" --policy-document "$trust"
  else
    run iam create-role --role-name "$role" --assume-role-policy-document "$trust"
  fi
  if [ -f "$documents/$role.policy.json" ]; then
    run iam put-role-policy --role-name "$role" --policy-name provider \
      --policy-document "$(cat "$documents/$role.policy.json")"
  fi
  bind "$arn" "$serviceAccount"
}

bind() {
  local arn="$1" serviceAccount="$2" bound
  bound=$(call eks list-pod-identity-associations --cluster-name "$cluster" \
    --namespace crossplane-system --service-account "$serviceAccount" \
    --query 'associations[0].associationId' --output text)
  if [ -n "$bound" ] && [ "$bound" != None ]; then
    run eks update-pod-identity-association --cluster-name "$cluster" \
      --association-id "$bound" --role-arn "$arn"
  else
    run eks create-pod-identity-association --cluster-name "$cluster" \
      --namespace crossplane-system --service-account "$serviceAccount" --role-arn "$arn"
  fi
}

if [ "$mode" = tags ]; then
  while read -r tag; do
    run ce update-cost-allocation-tags-status --cost-allocation-tags-status "TagKey=$tag,Status=Active"
  done < "$documents/tags.txt"
  exit 0
fi
boundary
while IFS=$'\t' read -r name serviceAccount; do
  role "$name" "$serviceAccount"
done < "$documents/roles.tsv"
