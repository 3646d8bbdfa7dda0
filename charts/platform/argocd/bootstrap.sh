#!/usr/bin/env bash
# Brings Argo CD into an empty cluster, the hub or a region's: all CRDs of dist, the Secrets that Git never holds, Argo CD itself
# and its root Application. From there on it brings everything, itself included, to what dist says. Safe to run again:
# what is there stays, a Secret whose file is given is renewed. Needs kubectl and the rights of an administrator.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)

usage() {
  cat << 'TEXT'
Usage: charts/platform/argocd/bootstrap.sh --cluster <name> --context <context> [options]

  --cluster           a folder of dist: hub, us-east-1, …
  --context           kubectl's context of that cluster; named, so that the current one is never taken by mistake
  --client-secret     file with the secret of Argo CD's client at the identity provider
  --mail-user         file with the name that the mail server asks for
  --mail-password     file with its password
  --repository-token  file with a token that may read the repository; a public one needs none
  --wait              seconds to wait for Argo CD to be up (default: 600; 0: do not wait)
TEXT
}

cluster='' context='' client_secret='' mail_user='' mail_password='' repository_token='' wait_seconds=600
while [ $# -gt 0 ]; do
  case "$1" in
    --cluster) cluster=${2:-} && shift 2 ;;
    --context) context=${2:-} && shift 2 ;;
    --client-secret) client_secret=${2:-} && shift 2 ;;
    --mail-user) mail_user=${2:-} && shift 2 ;;
    --mail-password) mail_password=${2:-} && shift 2 ;;
    --repository-token) repository_token=${2:-} && shift 2 ;;
    --wait) wait_seconds=${2:-} && shift 2 ;;
    --help) usage && exit 0 ;;
    *) echo "unknown argument: $1" >&2 && usage >&2 && exit 2 ;;
  esac
done
fail() {
  echo "$1" >&2
  exit 2
}
[[ $cluster =~ ^[a-z][a-z0-9-]{1,19}$ ]] || fail '--cluster: a folder of dist'
dist="$root/dist/$cluster"
[ -d "$dist/platform/argocd" ] || fail "--cluster: $dist/platform/argocd is not there"
[ -n "$context" ] || fail '--context: name the context of the cluster'
[[ $wait_seconds =~ ^[0-9]{1,5}$ ]] || fail '--wait: a number of seconds'
for file in "$client_secret" "$mail_user" "$mail_password" "$repository_token"; do
  [ -z "$file" ] || [ -s "$file" ] || fail "$file is not there, or empty"
done
[ "${mail_user:+given}" = "${mail_password:+given}" ] || fail '--mail-user and --mail-password come together'

kube() {
  kubectl --context "$context" "$@"
}

# As Argo CD applies: under its own name, so that what it takes over is no conflict and what leaves Git leaves here.
apply() {
  kube apply --server-side --force-conflicts --field-manager=argocd-controller "$@"
}

there() {
  kube --namespace argocd get secret "$1" > /dev/null 2>&1
}

# A Secret of files, with Argo CD's label; another one under the same name is replaced.
secret() {
  local name="$1" label="$2"
  shift 2
  kube --namespace argocd create secret generic "$name" "$@" --dry-run=client --output yaml \
    | kubectl label --local --filename - --output yaml app.kubernetes.io/part-of=argocd ${label:+"$label"} \
    | kube apply --server-side --force-conflicts --field-manager=paddock-bootstrap --filename -
}

# All CRDs, not only Argo CD's: it reads the API anew at each change of one, and its first sync would wait for minutes.
for folder in "$dist"/platform/*-crds; do apply --filename "$folder"; done
established() {
  kube wait --for=condition=Established --timeout=60s \
    crd/applications.argoproj.io crd/applicationsets.argoproj.io crd/appprojects.argoproj.io 2> /dev/null
}
# kubectl gives up on a CRD so new that it has no conditions yet.
for try in 1 2 3 4 5; do
  ! established || break
  [ "$try" != 5 ] || fail 'the CRDs of Argo CD are not established'
  sleep 1
done
apply --filename "$dist/platform/argocd/namespace.yaml"

there argocd-secret || secret argocd-secret ''
there argocd-redis || secret argocd-redis '' \
  --from-file=auth=<(printf %s "$(head -c 1024 /dev/urandom | LC_ALL=C tr -dc 'A-Za-z0-9' | cut -c 1-48)")
[ -z "$client_secret" ] || secret argocd-oidc '' --from-file=clientSecret=<(printf %s "$(cat "$client_secret")")
[ -z "$mail_user" ] || secret argocd-notifications-secret '' \
  --from-file=smtp-username=<(printf %s "$(cat "$mail_user")") \
  --from-file=smtp-password=<(printf %s "$(cat "$mail_password")")
if [ -n "$repository_token" ]; then
  url=$(sed -n 's/^ *repoURL: *//p' "$dist/argocd/root.yaml")
  secret repository argocd.argoproj.io/secret-type=repository \
    --from-file=url=<(printf %s "$url") --from-file=username=<(printf %s token) \
    --from-file=password=<(printf %s "$(cat "$repository_token")")
fi

apply --filename "$dist/platform/argocd"
if [ "$wait_seconds" != 0 ]; then
  for workload in statefulset/argocd-redis deployment/argocd-repo-server statefulset/argocd-application-controller \
    deployment/argocd-server; do
    kube --namespace argocd rollout status "$workload" --timeout="${wait_seconds}s"
  done
fi
apply --filename "$dist/argocd/projects.yaml" --filename "$dist/argocd/root.yaml"
echo "Argo CD brings $cluster to what its repository says: kubectl --context $context --namespace argocd get applications"
