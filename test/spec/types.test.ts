import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { repository } from '../support/workspace.ts'

const required = `id: 'x', cell: 'us-east-1-a', contacts: { owner: 'a@b.example' }`

/** The compiler's errors for each tenant, with the settings of the repository. */
function compile(tenants: Readonly<Record<string, string>>): Record<string, string> {
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(repository, 'tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  ) as ts.ParsedCommandLine
  const source = (fields: string) =>
    `import { tenant } from '../lib/spec/index.ts'\nexport default tenant({ ${fields} })\n`
  const files = new Map(
    Object.entries(tenants).map(([name, fields]) => [join(repository, `tenants/${name}.ts`), source(fields)]),
  )
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (path) => files.has(path) || fileExists(path)
  host.getSourceFile = (path, version, ...rest) => {
    const text = files.get(path)
    return text === undefined
      ? getSourceFile(path, version, ...rest)
      : ts.createSourceFile(path, text, version)
  }
  const program = ts.createProgram([...files.keys()], options, host)
  return Object.fromEntries(
    [...files.keys()].map((path, index) => [
      Object.keys(tenants)[index],
      ts
        .getPreEmitDiagnostics(program, program.getSourceFile(path))
        .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n').at(-1))
        .join('; '),
    ]),
  )
}

test('an impossible tenant does not compile, and the compiler says why', () => {
  const found = compile({
    standard: `tier: 'standard', models: ['llama3:8b'], ${required}`,
    premium: `tier: 'premium', models: ['llama3:70b'], ${required}`,
    'standard-with-gpu-model': `tier: 'standard', models: ['llama3:70b'], ${required}`,
    'standard-with-gpus': `tier: 'standard', gpuReplicas: { min: 1, max: 2 }, ${required}`,
    'unknown-model': `tier: 'premium', models: ['llama9:1b'], ${required}`,
    tools: `tier: 'standard', models: ['qwen3:8b'], tools: true, ${required}`,
    'tools-of-no-model': `tier: 'standard', tools: true, ${required}`,
    'tools-of-a-model-without': `tier: 'premium', models: ['qwen3:8b', 'phi4:14b'], tools: true, ${required}`,
    'no-domains': `tier: 'standard', identityProvider: { issuer: 'https://a.example', clientId: 'a', cidrs: [] }, ${required}`,
    misspelt: `tier: 'standard', expectdUsers: 5, ${required}`,
    'no-tier': required,
  })
  expect(found).toMatchObject({ standard: '', premium: '', tools: '' })
  expect(found['tools-of-no-model']).toContain("'models'")
  expect(found['tools-of-a-model-without']).toContain('"phi4:14b"')
  expect(found['no-domains']).toContain('allowedDomains')
  expect(found['standard-with-gpu-model']).toContain('"llama3:70b"')
  expect(found['standard-with-gpus']).toContain('gpuReplicas')
  expect(found['unknown-model']).toContain('"llama9:1b"')
  expect(found['misspelt']).toContain("Did you mean to write 'expectedUsers'")
  expect(found['no-tier']).toContain('tier')
})
