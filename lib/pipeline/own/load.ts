import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { error, type Finding } from '../../findings/finding.ts'
import type { DrawnOwnChart } from '../../kube/own-chart.ts'
import { resolveCluster } from '../../resolve/cluster.ts'
import type { ResolvedCluster } from '../../resolve/types.ts'
import type { CompleteClusterSpec } from '../../spec/index.ts'
import { codeHash } from '../code-hash.ts'
import { openSeal, type Seal } from '../seal.js'
import { checkDefinition, clustersOf } from './definition.ts'
import { findOwnCharts, hashOwnCharts, type OwnSource } from './find.ts'

/** Own charts as drawn for each of their clusters, and their mistakes. */
export interface OwnCharts {
  readonly drawn: readonly DrawnOwnChart[]
  readonly findings: readonly Finding[]
  /** Changes with everything that they are drawn from. */
  readonly key: string
}

/** Without own charts. */
export const noOwnCharts: OwnCharts = { drawn: [], findings: [], key: '' }

/**
 * Finds, runs and draws the own charts of a root. The result is kept in `.cache`, and taken from there while their
 * files, the clusters and Paddock's code are the same.
 *
 * @param clusters of a valid shape, each with the hash of its file
 * @param mayWrite false: the result is not kept
 */
export async function loadOwnCharts(
  root: string,
  clusters: readonly { readonly spec: CompleteClusterSpec; readonly hash: string }[],
  mayWrite: boolean,
): Promise<OwnCharts> {
  const found = findOwnCharts(root)
  if (found.sources.length === 0) return { ...noOwnCharts, findings: found.findings }
  const key = createHash('sha256')
    .update([codeHash(), hashOwnCharts(root), ...clusters.map(({ hash }) => hash)].join('\n'))
    .digest('hex')
  const file = join(root, '.cache', 'own-charts.json')
  const seal = openSeal(mayWrite)
  const known = seal && recall(file, seal)
  if (known?.key === key) return known
  const resolved = resolveAll(clusters.map(({ spec }) => spec))
  // A cluster that cannot be resolved breaks a rule, which reports it.
  if (!resolved) return noOwnCharts
  const made = await drawAll(root, found.sources, resolved)
  const result = { ...made, findings: [...found.findings, ...made.findings], key }
  // A mistake may lie in the installed packages, which are no part of the key.
  if (seal && mayWrite && made.findings.length === 0) keep(file, result, seal)
  return result
}

function resolveAll(specs: readonly CompleteClusterSpec[]): ResolvedCluster[] | undefined {
  try {
    return specs.map((spec) => resolveCluster(spec, specs))
  } catch {
    return undefined
  }
}

async function drawAll(
  root: string,
  sources: readonly OwnSource[],
  clusters: readonly ResolvedCluster[],
): Promise<Pick<OwnCharts, 'drawn' | 'findings'>> {
  const { importOwnCharts } = await import('./bundle.ts')
  let bundle: Awaited<ReturnType<typeof importOwnCharts>>
  try {
    bundle = await importOwnCharts(root, sources)
  } catch (cause) {
    return { drawn: [], findings: notLoaded(sources, cause) }
  }
  const drawn: DrawnOwnChart[] = []
  const findings: Finding[] = []
  sources.forEach(({ name, file }, index) => {
    const checked = checkDefinition(name, file, bundle.charts[index]?.default, clusters)
    if ('findings' in checked) findings.push(...checked.findings)
    else {
      for (const cluster of clustersOf(checked.own, clusters))
        drawn.push(bundle.drawOwnChart(name, file, checked.own, { cluster, clusters }))
    }
  })
  return { drawn, findings: [...findings, ...problemsOf(drawn)] }
}

/** The same problem in several clusters is one finding. */
function problemsOf(drawn: readonly DrawnOwnChart[]): Finding[] {
  const found = drawn.flatMap(({ file, problems }) =>
    problems.map((problem) => ({ file, message: problem.replaceAll(/\s+/g, ' ').trim() })),
  )
  const each = new Map(found.map((one) => [`${one.file} ${one.message}`, one])).values()
  return [...each].map(({ file, message }) =>
    error('own-chart', { file, field: 'draw' }, { problem: 'draw', message }),
  )
}

interface BuildMessage {
  readonly text: string
  readonly location: { readonly file: string; readonly line: number } | null
}

/** A mistake of syntax or a missing import has a place; an error at load has the name of no file. */
function notLoaded(sources: readonly OwnSource[], cause: unknown): Finding[] {
  const { errors = [] } = (cause ?? {}) as { errors?: readonly BuildMessage[] }
  const files = sources.map(({ file }) => file).join(', ')
  if (errors.length > 0) {
    return errors.map(({ text, location }) =>
      error(
        'own-chart',
        { file: location?.file ?? files, field: location ? `line ${location.line}` : '' },
        { problem: 'compile', message: text },
      ),
    )
  }
  const message = cause instanceof Error ? cause.message : String(cause)
  return [error('own-chart', { file: files }, { problem: 'load', message })]
}

/** The last line seals the one before. */
function recall(file: string, seal: Seal): OwnCharts | undefined {
  try {
    const [text = '', sealed = ''] = readFileSync(file, 'utf8').split('\n')
    return seal.holds(sealed, text) ? (JSON.parse(text) as OwnCharts) : undefined
  } catch {
    return undefined
  }
}

/** A folder that cannot be written is no reason to fail. */
function keep(file: string, result: OwnCharts, seal: Seal): void {
  const aside = `${file}.${process.pid}`
  const text = JSON.stringify(result)
  try {
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(aside, `${text}\n${seal.of(text)}`)
    renameSync(aside, file)
  } catch {
    // The next run draws them again.
  }
}
