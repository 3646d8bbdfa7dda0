import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { gitWorkspace } from '../support/git.ts'
import { repository, subject, tenantFile, workspace } from '../support/workspace.ts'

const documents = [
  'README.md',
  ...readdirSync(join(repository, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const text = (file: string) => readFileSync(join(repository, file), 'utf8')
const readme = text('README.md')
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(
    ([, body]) => body ?? '',
  )

async function paddock(root: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await x('node', [
    join(repository, 'lib/cli/paddock.js'),
    '--root',
    root,
    ...args,
  ])
  return { exitCode, text: stdout + stderr }
}

test.each(documents)('%s links to files that are there', (file) => {
  const links = [...text(file).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, path]) => path ?? '')
  expect(links.filter((path) => !existsSync(join(repository, dirname(file), path)))).toEqual([])
})

test('every npm script that is named exists, and every one that exists is named', () => {
  const named = new Set(
    documents.flatMap((file) => [...text(file).matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name)),
  )
  const scripts = Object.keys(manifest.scripts)
  expect([...named].filter((name) => !scripts.includes(name ?? ''))).toEqual([])
  const known = ['test', 'typecheck', 'lint', 'format']
  expect(scripts.filter((name) => !named.has(name) && !known.includes(name))).toEqual([])
})

test('the tenant of the README is what its command writes, and it synthesises', async () => {
  const { root } = await gitWorkspace()
  const [command = ''] = blocks('sh').filter((block) => block.includes('tenant new'))
  const args = command.split('\n')[0]?.replace('npx paddock ', '').split(' ') ?? []
  expect(await paddock(root, ...args)).toMatchObject({ exitCode: 0 })
  expect(readFileSync(join(root, 'tenants/wonka.ts'), 'utf8')).toBe(blocks('ts')[0])
  expect(await paddock(root, 'synth')).toMatchObject({ exitCode: 0 })
})

test('the error of the README is what a clash gives', async () => {
  const root = workspace()
  const fields = `id: 'wonka', tier: 'standard', cell: 'us-east-1-a', contacts: { owner: 'it@wonka.example' }`
  writeFileSync(join(root, 'tenants/wonka.ts'), tenantFile(`${fields}, hosts: ['chat.acme.example'],`))
  const { exitCode, text: said } = await paddock(root, 'synth')
  const shown = /✖ tenants\/wonka\.ts[^`]*/.exec(readme)?.[0]
  expect(exitCode).toBe(1)
  expect(said).toContain(shown?.trim() ?? 'an error in the README')
})

test('the table of clusters names each cluster', () => {
  for (const file of readdirSync(join(subject, 'clusters')))
    expect(readme).toMatch(new RegExp(`\\| \`${file.replace('.ts', '')}\` *\\|`))
})

test('the laptop’s commands apply files that are there, the namespaces first', () => {
  const applied = [...readme.matchAll(/-f (dist\S+)/g)].map(([, path]) => path ?? '')
  expect(applied.length).toBe(5)
  for (const path of applied) expect(existsSync(join(subject, path))).toBe(true)
})

test('the laptop’s person signs in with an account that the tenant has', () => {
  const tenant = readFileSync(join(subject, 'dist/local/tenants/demo/open-webui.yaml'), 'utf8')
  const [, account = ''] = /sign in as `([^`]+)`/.exec(readme) ?? []
  const [, secret = '', key = ''] = /get secret (\S+) -o jsonpath='\{\.data\.([a-z-]+)\}'/.exec(readme) ?? []
  expect(tenant).toContain(`- name: WEBUI_ADMIN_EMAIL\n          value: ${account}\n`)
  expect(tenant.replaceAll(/\s+/g, ' ')).toContain(
    `- name: WEBUI_ADMIN_PASSWORD valueFrom: secretKeyRef: key: ${key} name: ${secret} `,
  )
})

test('each alert names a runbook that is there', () => {
  const folder = join(subject, 'dist/us-east-1/platform/alerts')
  const alerts = readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('')
  const runbooks = [...alerts.matchAll(/runbook: (\S+)/g)].map(([, path]) => path ?? '')
  expect(runbooks.length).toBe(alerts.split('alert: ').length - 1)
  for (const path of runbooks) expect(existsSync(join(repository, path))).toBe(true)
})
