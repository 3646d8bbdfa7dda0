import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceBetween } from '../../lib/docs/region-of-file.ts'
import {
  assumptionMarks,
  assumptionsTable,
  exampleMarks,
  exampleStudy,
  exampleText,
} from '../../lib/docs/simulation-example.ts'
import { simulationSvg } from '../../lib/docs/simulation-svg.ts'
import { repository } from '../support/workspace.ts'

const read = (name: string) => readFileSync(join(repository, 'docs', name), 'utf8')
const study = exampleStudy()
const svg = simulationSvg(study)

test('docs/simulation.svg is the picture that `npm run docs` draws', () => {
  expect(read('simulation.svg') === svg, 'docs/simulation.svg is stale: run npm run docs').toBe(true)
})

test('docs/simulation.md has the day and the assumptions that `npm run docs` writes', () => {
  const page = read('simulation.md')
  expect(replaceBetween(page, exampleMarks, exampleText(study))).toBe(page)
  expect(replaceBetween(page, assumptionMarks, assumptionsTable())).toBe(page)
})

test('the picture has a title and a description for screen readers, and colours for both themes', () => {
  expect(svg).toMatch(/<svg [^>]*role="img" aria-labelledby="title desc">/)
  expect(svg).toMatch(/<title id="title">A simulated day/)
  const [, description = ''] = /<desc id="desc">([^<]*)<\/desc>/.exec(svg) ?? []
  for (const word of ['Questions in flight', 'Replicas', 'Nodes', 'premium', 'on demand']) {
    expect(description).toContain(word)
  }
  expect(svg).toContain('@media (prefers-color-scheme: dark)')
})

test('its lines stay within the picture, and its text too', () => {
  const [, width = 0, height = 0] = (/viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? []).map(Number)
  const points = [...svg.matchAll(/<polyline [^>]*points="([^"]+)"/g)].flatMap(([, list = '']) =>
    list.split(' ').map((point) => point.split(',').map(Number)),
  )
  expect(points.length).toBeGreaterThan(100)
  for (const [x = -1, y = -1] of points) {
    expect(x).toBeGreaterThanOrEqual(0)
    expect(x).toBeLessThanOrEqual(width)
    expect(y).toBeGreaterThanOrEqual(0)
    expect(y).toBeLessThanOrEqual(height)
  }
  const texts = [...svg.matchAll(/<text class="(\w+)" x="([\d.]+)" y="[\d.]+" text-anchor="(\w+)">([^<]*)</g)]
  for (const [, kind, x, anchor, text = ''] of texts) {
    const long = text.length * (kind === 'note' ? 6.5 : 7.5)
    const left = Number(x) - (anchor === 'end' ? long : anchor === 'middle' ? long / 2 : 0)
    expect({ text, fits: left >= 0 && left + long <= width }).toEqual({ text, fits: true })
  }
})
