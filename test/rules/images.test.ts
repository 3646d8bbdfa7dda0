import { expect, test, vi } from 'vitest'
import { render } from '../../lib/findings/render.ts'
import { checkFleet } from '../../lib/rules/index.ts'
import { fleetOf } from '../support/fleet.ts'

vi.mock('../../lib/catalog/rings.ts', async (original) => {
  const { rings, ...rest } = await original<typeof import('../../lib/catalog/rings.ts')>()
  return { ...rest, rings: { ...rings, canary: { openWebui: '9.9.9', ollama: rings.general.ollama } } }
})

test('a ring of a version that the catalogue does not have is told, before anything is resolved with it', () => {
  const findings = checkFleet(fleetOf([], [])).filter(({ level }) => level === 'error')
  expect(
    findings.map(render).map(({ code, file, field, why, remedy }) => ({ code, file, field, why, remedy })),
  ).toMatchInlineSnapshot(`
      [
        {
          "code": "ring-version",
          "field": "canary.openWebui",
          "file": "lib/catalog/rings.ts",
          "remedy": "add it there, or choose one of 0.12.4",
          "why": "lib/catalog/images.json has no version 9.9.9 of open-webui",
        },
      ]
    `)
})
