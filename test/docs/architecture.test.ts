import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { architectureSvg } from '../../lib/docs/architecture-svg.ts'
import manifest from '../../package.json' with { type: 'json' }
import { repository } from '../support/workspace.ts'

const svg = architectureSvg()

interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

function boxes(name: string): Box[] {
  const pattern = new RegExp(
    `<rect class="${name}" x="([\\d.]+)" y="([\\d.]+)" width="([\\d.]+)" height="([\\d.]+)"`,
    'g',
  )
  return [...svg.matchAll(pattern)].map(([, ...figures]) => {
    const [x = 0, y = 0, width = 0, height = 0] = figures.map(Number)
    return { x, y, width, height }
  })
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const texts = [
  ...svg.matchAll(/<text class="([a-z]+)" x="([\d.]+)" y="([\d.]+)" text-anchor="middle">([^<]*)<\/text>/g),
].map(([, kind = '', x, y, text = '']) => ({
  kind,
  x: Number(x),
  y: Number(y),
  text: text.replaceAll(/&\w+;/g, '·'),
}))

test('the committed picture is the one that `npm run docs` draws', () => {
  expect(manifest.scripts.docs).toBe('node lib/cli/run-bundled.js lib/docs/main.ts')
  const committed = readFileSync(join(repository, 'docs/architecture.svg'), 'utf8')
  expect(committed === svg, 'docs/architecture.svg is stale: run npm run docs').toBe(true)
})

test('no two boxes overlap', () => {
  const all = boxes('box')
  expect(all.length).toBeGreaterThan(30)
  const wrong = all.flatMap((a, index) => all.slice(index + 1).filter((b) => overlap(a, b)))
  expect(wrong).toEqual([])
})

test('every box lies inside a group or outside of all groups, never across an edge', () => {
  const within = (a: Box, b: Box) =>
    a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height
  const groups = ['outer', 'inner', 'nested'].flatMap(boxes)
  const across = boxes('box').filter((box) =>
    groups.some((group) => overlap(box, group) && !within(box, group)),
  )
  expect(across).toEqual([])
})

test('the text of a box fits into it', () => {
  // Mean width of a character in em: Arial has 0.49 in bold and 0.46 for the widest of these texts, plus some reserve.
  const width = (text: string, kind: string) => text.length * 13 * (kind === 'label' ? 0.56 : 0.5)
  const inBoxes = texts.flatMap((text) =>
    boxes('box')
      .filter((box) => overlap(box, { x: text.x, y: text.y, width: 1, height: 1 }))
      .map((box) => ({ ...text, box })),
  )
  expect(inBoxes.length).toBeGreaterThan(50)
  const wide = inBoxes.filter(({ text, kind, box }) => width(text, kind) > box.width)
  expect(wide.map(({ text }) => text)).toEqual([])
})

test('no text is smaller than 12 pixels', () => {
  const sizes = [...svg.matchAll(/font-size:(\d+)px/g)].map(([, size]) => Number(size))
  expect(sizes.length).toBeGreaterThan(3)
  expect(sizes.filter((size) => size < 12)).toEqual([])
})

test('it names the kinds of clusters, and has colours for both themes', () => {
  for (const name of ['Hub cluster', 'us-east-1', 'us-west-2', 'Local cluster']) expect(svg).toContain(name)
  expect(svg).toContain('@media (prefers-color-scheme: dark)')
})
