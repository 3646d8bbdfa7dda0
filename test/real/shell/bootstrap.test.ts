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

/** A command that notes how it is called, and answers from a table; as AWS does, whose account it is. */
function recorder(given: Readonly<Record<string, string>>) {
  const answers = { 'sts get-caller-identity': `echo ${place.accountId}`, ...given }
  const folder = scratchFolder()
  const log = join(folder, 'calls')
  mkdirSync(join(folder, 'bin'))
  const cases = Object.entries(answers).map(([call, answer]) => `  ${JSON.stringify(call)}*) ${answer} ;;`)
  const script = [
    '#!/bin/bash',
    `printf '%s\\n' "$*" >> ${log}-as-given`,
    'if [ "$1" = --profile ]; then shift 2; fi',
    'if [ "$1" = --region ]; then shift 2; fi',
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
  return {
    path: join(folder, 'bin'),
    calls: () => lines(log),
    whole: () => lines(`${log}-whole`),
    given: () => lines(`${log}-as-given`),
  }
}

test('prints a plan that a person can read, and calls nothing', async () => {
  const aws = recorder({})
  const { code, out, err } = await hub([...flags, '--print'], { PATH: `${aws.path}:${process.env['PATH']}` })
  expect([code, err]).toEqual([0, ''])
  expect(() => aws.calls()).toThrow('ENOENT')
  const lines = out.split('\n')
  const roles = hubRoles(place)
  expect(lines.length).toBeLessThan(roles.length + 15)
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130)
  expect(lines[0]).toMatch(/^Account 111122223333, region us-east-1, EKS cluster paddock-hub\./)
  const row = (line: string) => line.trim().split(/ {2,}/)
  const head = lines.findIndex((line) => row(line)[0] === 'role')
  expect(lines.slice(head + 1, head + 1 + roles.length).map((line) => [row(line)[0], row(line)[2]])).toEqual(
    roles.map(({ role, serviceAccount }) => [role, serviceAccount]),
  )
  // No raw calls, no documents in one line.
  expect(out).not.toMatch(/"Version"|\\|aws iam/)
})

test('writes every document of the plan, indented, when asked', async () => {
  const folder = join(scratchFolder(), 'documents')
  const { code, out } = await hub([...flags, '--print', '--documents', folder])
  expect(code).toBe(0)
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')
  const read = (name: string): unknown => JSON.parse(text(name))
  expect(out).toContain('boundary.json')
  expect(read('boundary.json')).toEqual(boundaryPolicy(place.accountId))
  expect(text('boundary.json')).toMatch(/^\{\n {2}"Version"/)
  for (const { role, trust, policy } of hubRoles(place)) {
    expect(read(`${role}.trust.json`)).toEqual(trust)
    if (policy) expect(read(`${role}.policy.json`)).toEqual(policy)
  }
})

test('what it prints is what it makes, in that order, by the account, region and profile that are named', async () => {
  const aws = recorder({ 'iam get-policy': 'exit 254', 'iam get-role': 'exit 254' })
  const env = { PATH: `${aws.path}:${process.env['PATH']}` }
  const { code } = await hub([...flags, '--profile', 'hub-admin', '--apply'], env)
  expect(code).toBe(0)
  for (const line of aws.given()) expect(line).toMatch(/^--profile hub-admin --region us-east-1 [a-z]/)
  const made = aws.whole().flatMap((line) => /^iam create-role --role-name (\S+)/.exec(line)?.[1] ?? [])
  expect(made).toEqual(hubRoles(place).map(({ role }) => role))
})

test.each(['--apply', '--tags'])('%s by credentials of another account changes nothing', async (mode) => {
  const aws = recorder({ 'sts get-caller-identity': 'echo 999900001111' })
  const { code, err } = await hub([...flags, mode], { PATH: `${aws.path}:${process.env['PATH']}` })
  expect([code, err]).toEqual([2, 'the credentials are of account 999900001111, not of 111122223333\n'])
  expect(aws.calls()).toEqual(['sts get-caller-identity'])
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
  const activated = aws
    .whole()
    .filter((line) => line.startsWith('ce '))
    .map((line) => line.replace(call, '').replace(',Status=Active', ''))
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
  expect(aws.calls()).toEqual(['sts get-caller-identity', 'iam get-policy', 'iam create-policy'])
})

test.each([
  [
    ['--account', '12', '--cluster', 'paddock-hub', '--region', 'us-east-1', '--print'],
    '--account: twelve digits',
  ],
  [
    ['--account', place.accountId, '--cluster', 'a b', '--region', 'us-east-1', '--print'],
    '--cluster: the name of an EKS cluster',
  ],
  [flags.slice(0, 4).concat('--print'), '--region: a region such as us-east-1'],
  [[...flags, '--documents', 'x', '--apply'], '--documents: only with --print'],
  [[...flags, '--region', 'x', '--print'], '--region: a region such as us-east-1'],
  [['--account'], '--account: a value is missing'],
  [[...flags, '--everything'], 'unknown argument: --everything'],
  [flags, 'Usage:'],
])('%j is wrong use', async (args, reported) => {
  const { code, err } = await hub(args)
  expect([code, err.includes(reported)]).toEqual([2, true])
})
