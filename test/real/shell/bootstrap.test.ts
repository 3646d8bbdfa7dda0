import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import { expect, test } from 'vitest'
import { hubRoles } from '../../../crossplane/bootstrap/hub-roles.ts'
import { boundaryPolicy } from '../../../crossplane/iam/boundary.ts'
import { readDist } from '../../support/dist.ts'
import { repository } from '../../support/workspace.ts'
import { scratchFolder } from './script.ts'

const place = { accountId: '111122223333', region: 'us-east-1', cluster: 'paddock-hub' }
const flags = ['--account', place.accountId, '--cluster', place.cluster, '--region', place.region]

async function hub(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { exitCode, stdout, stderr } = await x(
    'bash',
    [join(repository, 'crossplane/bootstrap/hub.sh'), ...args],
    {
      nodeOptions: { env: { ...process.env, ...env } },
    },
  )
  return { code: exitCode, out: stdout, err: stderr }
}

/** Words of a line as a shell takes them apart. */
async function words(line: string): Promise<string[]> {
  const { stdout } = await x('bash', ['-c', `set -- ${line}; printf '%s\\0' "$@"`])
  return stdout.split('\0').slice(0, -1)
}

/** A command that notes how it is called, and answers from a table. */
function recorder(answers: Readonly<Record<string, string>>) {
  const folder = scratchFolder()
  const log = join(folder, 'calls')
  mkdirSync(join(folder, 'bin'))
  const cases = Object.entries(answers).map(([call, answer]) => `  ${JSON.stringify(call)}*) ${answer} ;;`)
  const script = [
    '#!/bin/bash',
    `printf '%s\\n' "$1 $2" >> ${log}`,
    `printf '%s\\n' "$*" >> ${log}-whole`,
    'case "$1 $2" in',
    ...cases,
    'esac',
    '',
  ].join('\n')
  writeFileSync(join(folder, 'bin/aws'), script)
  chmodSync(join(folder, 'bin/aws'), 0o755)
  const lines = (file: string) => readFileSync(file, 'utf8').trim().split('\n')
  return { path: join(folder, 'bin'), calls: () => lines(log), whole: () => lines(`${log}-whole`) }
}

test('shows every call with the very documents of the compositions, and makes none', async () => {
  const { code, out } = await hub([...flags, '--print'], { PATH: `/nonexistent:${process.env['PATH']}` })
  expect(code).toBe(0)
  const calls = await Promise.all(out.trim().split('\n').map(words))
  const roles = hubRoles(place)
  const after = (call: readonly string[], flag: string) => call[call.indexOf(flag) + 1] ?? ''
  const [boundary, ...rest] = calls
  expect(boundary?.slice(0, 3)).toEqual(['aws', 'iam', 'create-policy'])
  expect(JSON.parse(after(boundary ?? [], '--policy-document'))).toEqual(boundaryPolicy(place.accountId))
  const of = (verb: string) => rest.filter((call) => call[2] === verb)
  expect(of('create-role').map((call) => after(call, '--role-name'))).toEqual(roles.map(({ role }) => role))
  for (const call of of('put-role-policy')) {
    const role = roles.find((one) => one.role === after(call, '--role-name'))
    expect(JSON.parse(after(call, '--policy-document'))).toEqual(role?.policy)
  }
  expect(of('create-pod-identity-association').map((call) => after(call, '--service-account'))).toEqual(
    roles.map(({ serviceAccount }) => serviceAccount),
  )
})

test('makes what is not there', async () => {
  const aws = recorder({
    'iam get-policy': 'exit 254',
    'iam get-role': 'exit 254',
    'eks list-pod-identity-associations': 'echo None',
  })
  const { code, err } = await hub([...flags, '--apply'], { PATH: `${aws.path}:${process.env['PATH']}` })
  expect([code, err]).toEqual([0, ''])
  const calls = new Set(aws.calls())
  expect(calls.has('iam create-policy')).toBe(true)
  expect(calls.has('iam create-role')).toBe(true)
  expect(calls.has('eks create-pod-identity-association')).toBe(true)
  expect(calls.has('iam update-assume-role-policy')).toBe(false)
})

test('brings what is there to what the repository says', async () => {
  const aws = recorder({
    'iam list-policy-versions': 'echo v1',
    'eks list-pod-identity-associations': 'echo a-1',
  })
  const { code } = await hub([...flags, '--apply'], { PATH: `${aws.path}:${process.env['PATH']}` })
  expect(code).toBe(0)
  const calls = new Set(aws.calls())
  expect(calls.has('iam create-role')).toBe(false)
  expect(calls.has('iam delete-policy-version')).toBe(true)
  expect(calls.has('iam create-policy-version')).toBe(true)
  expect(calls.has('iam update-assume-role-policy')).toBe(true)
  expect(calls.has('eks update-pod-identity-association')).toBe(true)
})

test('activates each tag by which the bill is split, and none that no resource carries', async () => {
  const aws = recorder({})
  const { code, err } = await hub([...flags, '--tags'], { PATH: `${aws.path}:${process.env['PATH']}` })
  expect([code, err]).toEqual([0, ''])
  const call = 'ce update-cost-allocation-tags-status --cost-allocation-tags-status TagKey='
  const activated = aws.whole().map((line) => line.replace(call, '').replace(',Status=Active', ''))
  const keys = JSON.stringify(readDist()).matchAll(/"(paddock:[a-z-]+)":/g)
  const carried = new Set([...keys].map(([, key = '']) => key))
  expect(carried.size).toBeGreaterThan(6)
  // AWS Backup chooses a plan by it; no bill is split by it.
  const unsplit = 'paddock:backup'
  expect([...carried].filter((tag) => tag !== unsplit && !activated.includes(tag))).toEqual([])
  // There are tenants whose file has no `cost`.
  const optional = ['paddock:cost-center', 'paddock:project']
  expect(activated.filter((tag) => !carried.has(tag) && !optional.includes(tag))).toEqual([])
})

test('stops when AWS refuses', async () => {
  const aws = recorder({ 'iam get-policy': 'exit 254', 'iam create-policy': 'exit 255' })
  expect((await hub([...flags, '--apply'], { PATH: `${aws.path}:${process.env['PATH']}` })).code).not.toBe(0)
  expect(aws.calls()).toEqual(['iam get-policy', 'iam create-policy'])
})

test.each([
  [['--account', '12', '--cluster', 'paddock-hub', '--print'], '--account: twelve digits'],
  [['--account', place.accountId, '--cluster', 'a b', '--print'], '--cluster: the name of an EKS cluster'],
  [[...flags, '--region', 'x', '--print'], '--region: a region such as us-east-1'],
  [['--account'], '--account: a value is missing'],
  [[...flags, '--everything'], 'unknown argument: --everything'],
  [flags, 'Usage:'],
])('%j is wrong use', async (args, told) => {
  const { code, err } = await hub(args)
  expect([code, err.includes(told)]).toEqual([2, true])
})
