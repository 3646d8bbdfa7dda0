import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { title } from './dist.ts'
import { type Mutation, mutations } from './mutations/mutate.ts'
import { verifier } from './mutations/ours.ts'
import { reasonOf } from './mutations/reasons.ts'
import { askAll, type Judge, startJudge } from './mutations/server.ts'
import { subjects, work } from './subject.ts'

/** Another seed asks other questions. */
const seed = Number(process.env['PADDOCK_MUTATION_SEED'] ?? 20_261_130)
const count = Number(process.env['PADDOCK_MUTATIONS'] ?? 3500)

const given = process.env['PADDOCK_KUBECONFIG'] ?? ''
const objects = given === '' ? (await subjects()).flatMap((subject) => [...subject.objects]) : []
const refuse = verifier(objects)

interface Outcome {
  readonly both: readonly Mutation[]
  readonly serverAlone: readonly string[]
  readonly oursAlone: ReadonlyMap<string, number>
  readonly unexplained: readonly string[]
}

async function outcomeOf({ ask }: Judge, all: readonly Mutation[]): Promise<Outcome> {
  const answers = await askAll(
    ask,
    all.map(({ object }) => object),
  )
  const both: Mutation[] = []
  const serverAlone: string[] = []
  const oursAlone = new Map<string, number>()
  const unexplained: string[] = []
  for (const [index, mutation] of all.entries()) {
    const findings = refuse(mutation.object)
    const answer = answers[index]
    if (answer !== undefined && findings.length > 0) both.push(mutation)
    else if (answer !== undefined) serverAlone.push(`${mutation.title}: ${answer.slice(0, 200)}`)
    else if (findings.length > 0) {
      const reason = reasonOf({ title: mutation.title, findings })
      if (reason === undefined)
        unexplained.push(`${mutation.title}: ${JSON.stringify(findings).slice(0, 300)}`)
      else oursAlone.set(reason, (oursAlone.get(reason) ?? 0) + 1)
    }
  }
  return { both, serverAlone, oursAlone, unexplained }
}

function report(total: number, { both, serverAlone, oursAlone, unexplained }: Outcome): void {
  const refused = both.length + serverAlone.length
  const stricter = [...oursAlone.values()].reduce((sum, one) => sum + one, 0) + unexplained.length
  appendFileSync(
    join(work, 'report.txt'),
    [
      '',
      `mutations (seed ${seed}): ${total}`,
      `  refused by both: ${both.length}`,
      `  refused by the server alone: ${serverAlone.length} (${((100 * serverAlone.length) / refused).toFixed(2)} %)`,
      ...serverAlone.map((line) => `    ${line}`),
      `  refused by the verifier alone: ${stricter}`,
      ...[...oursAlone].map(([reason, number]) => `    ${number}: ${reason}`),
      ...unexplained.map((line) => `    without a reason: ${line}`),
      '',
    ].join('\n'),
  )
}

describe.skipIf(given !== '')('the verifier and an API server, asked about the same objects', () => {
  let judge: Judge

  beforeAll(async () => {
    judge = await startJudge(process.env['PADDOCK_KUBERNETES'] ?? '', join(work, 'mutations'), objects)
  })
  afterAll(async () => {
    await judge?.cluster.stop()
  })

  test('neither refuses an object of dist', async () => {
    const answers = await askAll(judge.ask, objects)
    const refused = objects.flatMap((object, index) => {
      const findings = refuse(object)
      return answers[index] === undefined && findings.length === 0
        ? []
        : [`${title(object)}: ${answers[index] ?? ''} ${JSON.stringify(findings)}`]
    })
    expect(refused).toEqual([])
  })

  test('the verifier refuses what the server refuses, and has a reason where it refuses more', async () => {
    const all = mutations(objects, count, seed)
    const outcome = await outcomeOf(judge, all)
    report(all.length, outcome)
    const refused = outcome.both.length + outcome.serverAlone.length
    // Fewer, and the mutations would be harmless ones.
    expect(refused).toBeGreaterThan(all.length / 3)
    // Another dist has other mutations; a few new ones are listed for a person to judge.
    expect(outcome.unexplained.length, outcome.unexplained.join('\n')).toBeLessThanOrEqual(5)
    expect(outcome.serverAlone.length, outcome.serverAlone.join('\n')).toBeLessThanOrEqual(refused / 100)
  })
})
