import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { expect, onTestFinished, test } from 'vitest'
import { repository } from '../support/workspace.ts'

/** Files with one import each: which of them the linter refuses. */
async function refused(files: Readonly<Record<string, string>>): Promise<string[]> {
  const root = mkdtempSync(join(tmpdir(), 'paddock-rooms-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const name of ['biome.json', '.gitignore']) cpSync(join(repository, name), join(root, name))
  for (const [path, from] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), `import { thing } from '${from}'\n\nconsole.log(thing)\n`)
  }
  const { stdout } = await x(
    'node',
    [
      join(repository, 'node_modules/.bin/biome'),
      'lint',
      '--reporter=json',
      '--only=style/noRestrictedImports',
    ],
    { nodeOptions: { cwd: root } },
  )
  const report = JSON.parse(stdout) as { diagnostics: { location: { path: string | { file: string } } }[] }
  return report.diagnostics
    .map(({ location: { path } }) => (typeof path === 'string' ? path : path.file))
    .sort()
}

test('each room may import what stands before it, and nothing that stands after', async () => {
  const allowed = {
    'tenants/ok.ts': '../lib/spec/index.ts',
    'lib/spec/ok.ts': '../catalog/models.ts',
    'lib/resolve/ok.ts': '../spec/index.ts',
    'lib/findings/words/ok.ts': '../../catalog/units.ts',
    'lib/rules/ok.ts': '../findings/finding.ts',
    'lib/cost/ok.ts': '../rules/fleet.ts',
    'lib/drill/ok.ts': '../kube/object.ts',
    'lib/kube/ok.ts': '../resolve/types.ts',
    'lib/verify/policy/ok.ts': '../../kube/object.ts',
    'charts/tenant/ok.ts': '../../lib/kube/draw.ts',
    'charts/platform/data/ok.ts': '../../../crossplane/compose/claim.ts',
    'charts/platform/keda/component.ts': '../../kit/peers.ts',
    'charts/platform/keda/ok.ts': '../../kit/workload.ts',
    'crossplane/apis/network/ok.ts': '../../compose/patch.ts',
    'crossplane/apis/tenant-storage/ok.ts': '../shared-file-system/composition.ts',
    'crossplane/compose/ok.ts': '../../lib/kube/draw.ts',
    'crossplane/iam/ok.ts': '../../lib/resolve/role-names.ts',
    'charts/platform/crossplane/ok.ts': '../crossplane-core/kinds/pkg.crossplane.io/Function-v1.ts',
    'charts/argocd/ok.ts': '../platform/index.ts',
    'charts/tenant/database.ts': '../kit/database/scripts.ts',
    'charts/tenant/ollama/ok.ts': '../../../lib/resolve/names.ts',
    'lib/plan/ok.ts': '../rules/index.ts',
    'lib/pipeline/ok.ts': '../../charts/tenant/index.ts',
  }
  const wrong = {
    'charts/platform/data/component.ts': '../../kit/workload.ts',
    'charts/platform/data/rules.ts': '../../../lib/rules/index.ts',
    'charts/platform/keda/tenant.ts': '../../tenant/secrets.ts',
    'charts/tenant/component.ts': '../platform/data/scripts.ts',
    'charts/tenant/specs.ts': '../../tenants/acme.ts',
    'charts/tenant/write.ts': '../../lib/pipeline/synth.ts',
    'clusters/catalog.ts': '../lib/catalog/models.ts',
    'crossplane/apis/network/charts.ts': '../../../charts/platform/index.ts',
    'crossplane/apis/network/files.ts': 'node:fs',
    'crossplane/compose/rules.ts': '../../lib/rules/index.ts',
    'crossplane/compose/spec.ts': '../../lib/spec/index.ts',
    'crossplane/iam/cluster.ts': '../../clusters/hub.ts',
    'lib/catalog/spec.ts': '../spec/index.ts',
    'lib/cost/files.ts': 'node:fs',
    'lib/drill/pipeline.ts': '../pipeline/units.ts',
    'lib/findings/rules.ts': '../rules/fleet.ts',
    'lib/findings/words/spec.ts': '../../spec/index.ts',
    'lib/kube/spec.ts': '../spec/index.ts',
    'lib/plan/files.ts': 'node:fs',
    'lib/plan/verify.ts': '../verify/index.ts',
    'lib/resolve/cdk8s.ts': 'cdk8s',
    'lib/resolve/files.ts': 'node:fs',
    'lib/rules/files.ts': 'node:fs',
    'lib/spec/resolve.ts': '../resolve/names.ts',
    'lib/verify/charts.ts': '../../charts/tenant/index.ts',
    'lib/write/cli.ts': '../cli/main.ts',
    'tenants/other.ts': './acme.ts',
  }
  expect(await refused({ ...allowed, ...wrong })).toEqual(Object.keys(wrong).sort())
})
