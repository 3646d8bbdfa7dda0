#!/usr/bin/env bash
# cdk8s-plus-28 2.5.6 with cdk8s 2.70.106, Node 20.20.
#
# Behaviour: a container of cdk8s-plus-28 accepts ephemeral storage in whole gibibytes only. `Size.mebibytes(64)` is
# accepted when the container is created, and fails when the manifest is written. For memory, Size.mebibytes(64) works.
# Common expectation: both are a cdk8s.Size and both become `64Mi`, which Kubernetes accepts for both.
# Why it matters: a policy that requires requests for ephemeral storage makes each small pod reserve 1 GiB of disk, or the
# manifest must be patched after it was drawn. The type of the property gives no hint.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true }' > package.json
npm install --no-audit --no-fund --save-exact cdk8s-plus-28@2.5.6 cdk8s@2.70.106 constructs@10.8.1 > npm.log 2>&1 ||
  { cat npm.log >&2; exit 1; }

cat > try.js <<'JS'
const { App, Chart, Size } = require('cdk8s')
const { Deployment } = require('cdk8s-plus-28')

function draw(name, resources) {
  const chart = new Chart(new App(), name)
  new Deployment(chart, 'web', { containers: [{ image: 'web', resources }] })
  try {
    const [deployment] = chart.toJson()
    const { requests } = deployment.spec.template.spec.containers[0].resources
    return JSON.stringify(requests)
  } catch (error) {
    return error.message.split('\n')[0].replace(/^.*Error: /, 'error: ')
  }
}
console.log('memory 64 MiB:           ', draw('a', { cpu: {}, memory: { request: Size.mebibytes(64) } }))
console.log('ephemeral storage 64 MiB:', draw('b', { cpu: {}, memory: {}, ephemeralStorage: { request: Size.mebibytes(64) } }))
console.log('ephemeral storage 1 GiB: ', draw('c', { cpu: {}, memory: {}, ephemeralStorage: { request: Size.gibibytes(1) } }))
JS
node try.js | tee seen.txt

holds() { grep -q "$1" seen.txt || { echo 'the behaviour has changed' >&2; exit 1; }; }
holds '^memory 64 MiB: .*"memory":"64Mi"'
holds '^ephemeral storage 64 MiB: error: .*cannot be converted into a whole number of gibibytes'
holds '^ephemeral storage 1 GiB: .*"ephemeral-storage":"1Gi"'
