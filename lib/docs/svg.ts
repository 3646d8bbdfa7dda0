/** A rectangle in pixels of the picture. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Meaning of a line; each has a colour and a dash pattern of its own. */
export type LineKind = 'request' | 'sync' | 'create' | 'copy'

/** A point of a line: x, y. */
export type Point = readonly [x: number, y: number]

/** Smallest text, pixels: a README shows the picture a little smaller than it is. */
export const smallestText = 13
const labelText = smallestText
const subtitleText = 14
const titleText = 15

/** Makes text safe between tags. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function rectangle({ x, y, width, height }: Area, name: string, radius: number): string {
  return `<rect class="${name}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`
}

/** A line of text. `anchor` says which point of the text x is. */
export function words(x: number, y: number, text: string, name: string, anchor = 'middle'): string {
  return `<text class="${name}" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`
}

/** A group with its title at the top left. */
export function group(area: Area, title: string, name: 'outer' | 'inner' | 'nested'): string[] {
  return [
    rectangle(area, name, 10),
    words(area.x + 14, area.y + 23, title, name === 'outer' ? 'title' : 'subtitle', 'start'),
  ]
}

/** A box with a label, and a second line below it. */
export function box(area: Area, label: string, detail?: string): string[] {
  const centre = area.x + area.width / 2
  const middle = area.y + area.height / 2
  return [
    rectangle(area, 'box', 6),
    words(centre, middle + (detail === undefined ? 5 : -4), label, 'label'),
    ...(detail === undefined ? [] : [words(centre, middle + 14, detail, 'detail')]),
  ]
}

/** Boxes of one width beside each other, which fill an area. */
export function columns({ x, y, width, height }: Area, count: number, gap: number): Area[] {
  const each = (width - gap * (count - 1)) / count
  return Array.from({ length: count }, (_, index) => ({
    x: x + index * (each + gap),
    y,
    width: each,
    height,
  }))
}

/** A line through points, with an arrowhead at its end. */
export function line(kind: LineKind, points: readonly Point[]): string {
  return `<polyline class="line ${kind}" points="${points.map(([x, y]) => `${x},${y}`).join(' ')}" marker-end="url(#${kind})"/>`
}

/** A line through points, without an arrowhead: a series of a chart. */
export function trace(kind: LineKind, points: readonly Point[]): string {
  return `<polyline class="line ${kind}" points="${points.map(([x, y]) => `${x},${y}`).join(' ')}"/>`
}

interface Theme {
  readonly back: string
  readonly outer: string
  readonly inner: string
  readonly box: string
  readonly edge: string
  readonly text: string
  readonly detail: string
  readonly lines: Readonly<Record<LineKind, string>>
}

const light: Theme = {
  back: '#ffffff',
  outer: '#f6f8fa',
  inner: '#eaeef2',
  box: '#ffffff',
  edge: '#afb8c1',
  text: '#1f2328',
  detail: '#59636e',
  lines: { request: '#0969da', sync: '#8250df', create: '#1a7f37', copy: '#bc4c00' },
}
const dark: Theme = {
  back: '#0d1117',
  outer: '#151b23',
  inner: '#212830',
  box: '#0d1117',
  edge: '#4d5560',
  text: '#f0f6fc',
  detail: '#aab3bd',
  lines: { request: '#4493f8', sync: '#ab7df8', create: '#3fb950', copy: '#f0883e' },
}
const dashes: Readonly<Record<LineKind, string>> = { request: '', sync: '6 4', create: '', copy: '2 4' }
const kinds = ['request', 'sync', 'create', 'copy'] as const satisfies readonly LineKind[]

function rules(theme: Theme): string[] {
  return [
    `.back{fill:${theme.back}}`,
    `.outer{fill:${theme.outer};stroke:${theme.edge}}`,
    `.inner{fill:${theme.inner};stroke:${theme.edge}}`,
    `.nested{fill:${theme.outer};stroke:${theme.edge}}`,
    `.box{fill:${theme.box};stroke:${theme.edge}}`,
    `.title,.subtitle,.label{fill:${theme.text}}`,
    `.detail,.note{fill:${theme.detail}}`,
    ...kinds.flatMap((kind) => [
      `.${kind}{stroke:${theme.lines[kind]}}`,
      `.head-${kind}{fill:${theme.lines[kind]}}`,
    ]),
  ]
}

const shared = [
  'text{font-family:system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}',
  `.title{font-size:${titleText}px;font-weight:600}`,
  `.subtitle{font-size:${subtitleText}px;font-weight:600}`,
  `.label{font-size:${labelText}px;font-weight:600}`,
  `.detail,.note{font-size:${smallestText}px}`,
  '.line{fill:none;stroke-width:2}',
  ...kinds.filter((kind) => dashes[kind] !== '').map((kind) => `.${kind}{stroke-dasharray:${dashes[kind]}}`),
]

/**
 * A whole picture with a background of its own, so that it can be read on any page. It follows the reader's choice of a
 * light or a dark theme.
 *
 * @param alternative text for readers who do not see the picture
 */
export function picture(
  { width, height }: Pick<Area, 'width' | 'height'>,
  title: string,
  alternative: string,
  content: readonly string[],
): string {
  const markers = kinds.map(
    (kind) =>
      `<marker id="${kind}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="10" markerHeight="10" markerUnits="userSpaceOnUse" orient="auto"><path class="head-${kind}" d="M0 0L10 5L0 10z"/></marker>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(title)}</title>`,
    `<desc id="desc">${escaped(alternative)}</desc>`,
    '<style>',
    ...shared,
    ...rules(light),
    `@media (prefers-color-scheme: dark){${rules(dark).join('')}}`,
    '</style>',
    '<defs>',
    ...markers,
    '</defs>',
    rectangle({ x: 0, y: 0, width, height }, 'back', 12),
    ...content,
    '</svg>',
    '',
  ].join('\n')
}
