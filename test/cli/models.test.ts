import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { describe, expect, test } from 'vitest'
import { claimPort } from '../support/ports.ts'
import { repository, workspace } from '../support/workspace.ts'

const account = ['--account', '111122223333']
const digest = `sha256:${'a'.repeat(64)}`
const releases = join(repository, 'lib/catalog/model-releases.json')

/** Runs `paddock models`, with no credentials but those given. */
async function models(args: readonly string[], more: Readonly<Record<string, string>> = {}) {
  const { AWS_ACCESS_KEY_ID: _, AWS_SECRET_ACCESS_KEY: __, ...rest } = process.env
  const root = workspace()
  const { exitCode, stdout, stderr } = await x(
    'node',
    [join(repository, 'lib/cli/paddock.js'), '--root', root, 'models', ...args],
    { nodeOptions: { cwd: root, env: { ...rest, NO_COLOR: '1', ...more } } },
  )
  return { code: exitCode, out: stdout, err: stderr }
}

describe('wrong use is told, and exits with 2', () => {
  test.each([
    [
      'a model that is not on offer',
      ['release', 'gpt:1', digest, ...account],
      'Allowed choices are llama3:8b',
    ],
    [
      'a digest that is none',
      ['release', 'mistral:7b', 'latest', ...account],
      'A digest is sha256: and 64 hex',
    ],
    [
      'an account that is none',
      ['release', 'mistral:7b', digest, '--account', '1'],
      'An account has twelve digits',
    ],
    ['no account', ['publish', 'mistral:7b', '--store', '/tmp'], "required option '--account <id>'"],
    ['no credentials', ['release', 'mistral:7b', digest, ...account], 'aws configure export-credentials'],
  ])('%s', async (_, args, reported) => {
    const before = readFileSync(releases, 'utf8')
    const { code, err } = await models(args)
    expect([code, err]).toEqual([2, expect.stringContaining(reported)])
    expect(err).not.toMatch(/bug of Paddock/)
    expect(readFileSync(releases, 'utf8')).toBe(before)
  })
})

describe('publish', () => {
  const args = ['publish', 'mistral:7b', '--store', '/tmp', ...account, '--python']

  test('hands the program the buckets of both regions, and what it says on', async () => {
    // `env` in Python's place prints what the program would be given.
    const { code, out } = await models([...args, join(repository, 'test/cli/prints-env.sh')])
    expect(code).toBe(0)
    expect(out).toContain('us-east-1 paddock-models-111122223333-us-east-1\n')
    expect(out).toContain('us-west-2 paddock-models-111122223333-us-west-2\n')
    expect(out).toContain('MANIFEST=registry.ollama.ai/library/mistral/7b\n')
  })

  test('prints the digest as JSON, the last line of the program', async () => {
    const { code, out } = await models([...args, '/bin/echo', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({ digest: join(repository, 'lib/models/publish.py') })
  })

  test('fails as the program fails, and says so when there is none', async () => {
    expect(await models([...args, '/bin/false', '--json'])).toMatchObject({
      code: 1,
      out: '{\n  "digest": null\n}\n',
    })
    const { code, err } = await models([...args, 'no-such-python'])
    expect([code, err]).toEqual([1, 'there is no no-such-python: install Python and boto3\n'])
  })
})

test('a release that cannot be checked prints its findings as JSON and exits with 1', async () => {
  const away = {
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${await claimPort()}`,
  }
  const before = readFileSync(releases, 'utf8')
  const { code, out } = await models(['release', 'mistral:7b', digest, ...account, '--json'], away)
  expect(code).toBe(1)
  const { released, findings } = JSON.parse(out) as {
    released: boolean
    findings: { code: string; why: string }[]
  }
  expect(released).toBe(false)
  expect(findings.map((one) => [one.code, one.why.split(':')[0]])).toEqual([
    ['model-not-held', 'us-east-1'],
    ['model-not-held', 'us-west-2'],
  ])
  expect(readFileSync(releases, 'utf8')).toBe(before)
})
