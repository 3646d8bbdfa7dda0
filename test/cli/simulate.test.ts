import { expect, test } from 'vitest'
import { paddock as run } from '../support/paddock.ts'
import { subject } from '../support/workspace.ts'

const paddock = (...args: string[]) => run(subject, '--root', subject, 'simulate', ...args)

interface Printed {
  readonly seed: number
  readonly assumptions: Readonly<Record<string, number>>
  readonly clusters: readonly {
    readonly day: {
      readonly cluster: string
      readonly usd: number
      readonly moments: readonly { readonly at: number }[]
      readonly tenants: readonly { readonly id: string; readonly asked: number }[]
    }
  }[]
}

test('prints each cluster of AWS with its tenants, and the same figures as JSON', async () => {
  const { code, out } = await paddock('--cluster', 'us-west-2')
  expect(code).toBe(0)
  expect(out).toMatch(/^us-west-2: 1 tenant, [\d,]+ questions, [\d,.]+ USD of nodes; seed 1$/m)
  expect(out).toMatch(/^a spot node is lost at \d\d:\d\d, the busiest minute$/m)
  const json = JSON.parse((await paddock('--cluster', 'us-west-2', '--json')).out) as Printed
  const [{ day } = { day: undefined }] = json.clusters
  expect(out).toContain(`${day?.usd.toFixed(2)} USD of nodes`)
  expect(day?.moments.map(({ at }) => at).slice(0, 3)).toEqual([0, 900, 1800])
})

test('another seed and another assumption give another day', async () => {
  const asked = async (...args: string[]) => {
    const { out } = await paddock('--cluster', 'us-west-2', '--json', ...args)
    const { seed, assumptions, clusters } = JSON.parse(out) as Printed
    return {
      seed,
      answering: assumptions['answeringPercent'],
      asked: clusters[0]?.day.tenants[0]?.asked ?? 0,
    }
  }
  const [one, two, few] = [
    await asked(),
    await asked('--seed', '2'),
    await asked('--assume', 'answeringPercent=1'),
  ]
  expect([one.seed, two.seed, few.answering]).toEqual([1, 2, 1])
  expect(one.asked).not.toBe(two.asked)
  expect(few.asked).toBeLessThan(one.asked / 5)
})

test('an unknown cluster, seed or assumption is wrong use', async () => {
  const unknown = await paddock('--cluster', 'mars')
  expect(unknown).toMatchObject({ code: 2, out: '' })
  expect(unknown.err).toContain('one of us-east-1, us-west-2')
  expect((await paddock('--seed', 'x')).code).toBe(2)
  expect((await paddock('--assume', 'moods=1')).code).toBe(2)
  expect((await paddock('--assume', 'turnsPerChat=0')).code).toBe(2)
})
