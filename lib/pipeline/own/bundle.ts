import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { drawOwnChart } from '../../../charts/kit/own-draw.ts'
import type { OwnSource } from './find.ts'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** The exports of own charts, in the order of their sources, and the function that draws them. */
export interface OwnBundle {
  readonly drawOwnChart: typeof drawOwnChart
  readonly charts: readonly { readonly default?: unknown }[]
}

/**
 * Bundles own charts with cdk8s, cdk8s-plus-28 and the kit in memory, and imports the bundle. Nothing else loads
 * cdk8s-plus-28, so a repository without own charts does not pay for it.
 *
 * @throws esbuild's error, with its messages in `errors`, when a source does not compile
 */
export async function importOwnCharts(root: string, sources: readonly OwnSource[]): Promise<OwnBundle> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: root,
    banner: { js: banner },
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    // A root that is not this repository finds the packages of this one.
    nodePaths: [join(repository, 'node_modules')],
    platform: 'node',
    plugins: [
      {
        name: 'own-place',
        setup({ onLoad }) {
          // A chart reads the scripts that lie beside its source.
          onLoad({ filter: /\.ts$/ }, ({ path }) => ({
            loader: 'ts',
            contents: readFileSync(path, 'utf8').replaceAll(place, JSON.stringify(pathToFileURL(path).href)),
          }))
        },
      },
    ],
    stdin: { contents: entry(root, sources), loader: 'ts', resolveDir: root },
    target: 'node20',
    write: false,
  })
  const text = Buffer.from(outputFiles[0]?.contents ?? [])
  return import(`data:text/javascript;base64,${text.toString('base64')}`) as Promise<OwnBundle>
}

/** Joined here, because the bundle of Paddock itself replaces the expression in its sources. */
const place = ['import', 'meta', 'url'].join('.')

/** Packages of the older kind load Node's own modules by `require`, which a module does not have. */
const banner = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(${JSON.stringify(import.meta.url)});`

function entry(root: string, sources: readonly OwnSource[]): string {
  const from = (path: string) => JSON.stringify(path)
  return [
    `export { drawOwnChart } from ${from(join(repository, 'charts/kit/own-draw.ts'))}`,
    ...sources.map(({ file }, index) => `import * as chart${index} from ${from(join(root, file))}`),
    `export const charts = [${sources.map((_, index) => `chart${index}`).join(', ')}]`,
  ].join('\n')
}
