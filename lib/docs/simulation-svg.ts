import { clock } from '../cli/simulate-text.ts'
import { daySeconds } from '../simulate/profile.ts'
import type { DayResult, Moment } from '../simulate/result.ts'
import type { ClusterStudy } from '../simulate/study.ts'
import { type Area, group, type LineKind, type Point, picture, smallestText, trace, words } from './svg.ts'

const width = 960
const margin = 24
const panelHeight = 176
const gap = 16
/** Inside of a panel: title above, hours below, scale on the left. */
const inside = { top: 44, bottom: 32, left: 52, right: 30 }
/** Seconds between two points of a line. */
const step = 300

interface Line {
  readonly kind: LineKind
  readonly label: string
  readonly value: (moment: Moment) => number
}

interface Panel {
  readonly title: string
  readonly lines: readonly Line[]
}

/** The picture of a day: questions, replicas and nodes over the hours. */
export function simulationSvg({ day }: ClusterStudy): string {
  const panels = panelsOf(day)
  const height = 2 * margin + panels.length * panelHeight + (panels.length - 1) * gap
  return picture(
    { width, height },
    `A simulated day of the cluster ${day.cluster}`,
    alternative(day, panels),
    panels.flatMap((panel, index) => drawPanel(panel, index, day.moments)),
  )
}

function panelsOf({ tenants }: DayResult): readonly Panel[] {
  const tiers = [
    { tier: 'standard', kind: 'sync' },
    { tier: 'premium', kind: 'request' },
  ] as const
  const of = (tier: string) => tenants.filter((one) => one.tier === tier)
  return [
    {
      title: 'Questions in flight: held, waiting and being answered',
      lines: tiers.map(({ tier, kind }) => ({
        kind,
        label: `${tier} tenants`,
        value: ({ inFlight }) => sum(of(tier).map(({ id }) => inFlight[id] ?? 0)),
      })),
    },
    {
      title: 'Replicas of the servers that answer chats',
      lines: tiers.map(({ tier, kind }) => ({
        kind,
        label: `${tier} tenants`,
        value: ({ replicas }) => sum(of(tier).map(({ id, server }) => replicas[`${id}/${server}`] ?? 0)),
      })),
    },
    {
      title: 'Nodes',
      lines: [
        { kind: 'sync', label: 'CPU, spot', value: ({ nodes }) => nodes.cpuSpot },
        { kind: 'copy', label: 'CPU, on demand', value: ({ nodes }) => nodes.cpuOnDemand },
        { kind: 'request', label: 'GPU, spot', value: ({ nodes }) => nodes.gpuSpot },
        { kind: 'create', label: 'GPU, on demand', value: ({ nodes }) => nodes.gpuOnDemand },
      ],
    },
  ]
}

function drawPanel({ title, lines }: Panel, index: number, moments: readonly Moment[]): string[] {
  const area: Area = {
    x: margin,
    y: margin + index * (panelHeight + gap),
    width: width - 2 * margin,
    height: panelHeight,
  }
  const points = lines.map((line) =>
    thin(moments).map((moment) => ({ at: moment.at, value: line.value(moment) })),
  )
  const most = Math.max(1, ...points.flat().map(({ value }) => value))
  const left = area.x + inside.left
  const wide = area.width - inside.left - inside.right
  const bottom = area.y + area.height - inside.bottom
  const high = area.height - inside.top - inside.bottom
  const place = (at: number, value: number): Point => [
    round(left + (wide * at) / daySeconds),
    round(bottom - (high * value) / most),
  ]
  return [
    ...group(area, title, 'outer'),
    words(left - 8, bottom + 4, '0', 'note', 'end'),
    words(left - 8, bottom - high + 4, String(most), 'note', 'end'),
    ...[0, 6, 12, 18, 24].map((hour) =>
      words(place(hour * 3600, 0)[0], bottom + 20, clock(hour * 3600), 'note'),
    ),
    ...legend(lines, area),
    ...lines.map(({ kind }, line) =>
      trace(
        kind,
        // Lines of the same value lie beside each other.
        stepped(points[line] ?? [], (at, value) => [
          place(at, value)[0],
          round(place(at, value)[1] - 2 * line),
        ]),
      ),
    ),
  ]
}

/** Replicas and nodes change at once, so a line has a corner before each new value. */
function stepped(
  points: readonly { readonly at: number; readonly value: number }[],
  place: (at: number, value: number) => Point,
): readonly Point[] {
  return points.flatMap(({ at, value }, index) => {
    const before = points[index - 1]
    const after = points[index + 1]
    if (before && after && before.value === value && after.value === value) return []
    return before && before.value !== value ? [place(at, before.value), place(at, value)] : [place(at, value)]
  })
}

function legend(lines: readonly Line[], { x, y, width: wide }: Area): string[] {
  // The longest label at the width of its characters, and the sample in front of it.
  const each = 152
  const first = x + wide - each * lines.length
  return lines.flatMap(({ kind, label }, index) => {
    const from = first + index * each
    return [
      trace(kind, [
        [from, y + 18],
        [from + 24, y + 18],
      ]),
      words(from + 30, y + 18 + smallestText / 3, label, 'note', 'start'),
    ]
  })
}

function alternative(day: DayResult, panels: readonly Panel[]): string {
  const sentences = panels.map(({ title, lines }) => {
    const values = lines.map((line) => {
      const all = thin(day.moments).map(line.value)
      return `${line.label} ${Math.min(...all)} to ${Math.max(...all)}`
    })
    return `${title}: ${values.join('; ')}.`
  })
  return `Three charts from 00:00 to 24:00. The busiest minute begins at ${clock(day.busiestAt)}. ${sentences.join(' ')}`
}

function thin(moments: readonly Moment[]): readonly Moment[] {
  return moments.filter(({ at }) => at % step === 0)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}
