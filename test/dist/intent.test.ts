import { expect, test } from 'vitest'
import { absent, concerns, departures } from '../intent/intent.ts'
import { intents } from '../intent/intents.ts'
import { placesOf } from '../intent/places.ts'
import { subjectsOf } from '../intent/subjects.ts'
import { wholeFindings } from '../intent/wholes.ts'
import { isCrds, readDist } from '../support/dist.ts'
import { areFixtures } from '../support/subject.ts'

const files = readDist().filter(({ path }) => !isCrds(path) && !path.includes('/own/'))
const subjects = subjectsOf(files)

test('every setting of dist is as its intent wants it', () => {
  expect(subjects.flatMap((subject) => departures(intents, subject))).toEqual([])
})

// Without a tenant, policies for the Jobs of tenants select no pod.
test.runIf(areFixtures).each([...new Set(files.map(({ path }) => path.split('/')[0] ?? ''))])(
  '%s: flows are open at both ends, claims of data are protected, Services have the ports of their pods',
  (cluster) => {
    expect(wholeFindings(files.filter(({ path }) => path.startsWith(`${cluster}/`)))).toEqual([])
  },
)

test.runIf(areFixtures)(
  'every row of the table concerns an object of the fixtures, and finds a value in one',
  () => {
    const idle = intents.flatMap((intent) => {
      const concerned = subjects.filter((subject) => concerns(intent, subject))
      return Object.entries(intent.settings)
        .filter(
          ([path, wanted]) =>
            wanted !== absent &&
            concerned.every(({ value }) => placesOf(value, path).every((one) => one.value === undefined)),
        )
        .map(([path]) => `${String(intent.of)}: ${path}`)
    })
    expect(idle).toEqual([])
  },
)
