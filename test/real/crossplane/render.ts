import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { yamlObjects, yamlText } from './yaml.ts'

/** Objects in the cluster when a composite resource is reconciled. */
export interface Scene {
  readonly composite: KubeObject
  readonly composition: KubeObject
  readonly definition: KubeObject
  readonly environments: readonly KubeObject[]
  readonly observed: readonly KubeObject[]
}

/** Result of one reconciliation. */
export interface Rendered {
  /** With the status that the functions gave it. */
  readonly composite: KubeObject
  readonly composed: readonly KubeObject[]
}

/** Programs and functions with which is rendered. */
export interface Renderer {
  readonly bin: string
  readonly functionsFile: string
  readonly folder: string
}

/** Reconciles once, with the real core and the functions. @throws with what Crossplane said when it is refused */
export async function render(renderer: Renderer, scene: Scene): Promise<Rendered> {
  const folder = mkdtempSync(join(renderer.folder, 'scene-'))
  const file = (name: string, objects: readonly object[]) => {
    const path = join(folder, name)
    writeFileSync(path, yamlText(objects))
    return path
  }
  const args = [
    'composition',
    'render',
    file('xr.yaml', [scene.composite]),
    file('composition.yaml', [scene.composition]),
    renderer.functionsFile,
    `--xrd=${file('xrd.yaml', [scene.definition])}`,
    `--crossplane-binary=${join(renderer.bin, 'crossplane')}`,
    '--include-full-xr',
    ...(scene.environments.length > 0 ? ['-e', file('environments.yaml', scene.environments)] : []),
    ...(scene.observed.length > 0 ? ['-o', file('observed.yaml', scene.observed)] : []),
  ]
  const { exitCode, stdout, stderr } = await x(join(renderer.bin, 'crossplane-cli'), args)
  rmSync(folder, { recursive: true })
  if (exitCode !== 0) {
    throw new Error(`${scene.composite.kind} ${scene.composite.metadata.name}: ${stderr.trim()}`)
  }
  const [composite, ...composed] = yamlObjects(stdout) as KubeObject[]
  if (!composite) throw new Error(`${scene.composite.kind}: nothing was rendered`)
  return { composite, composed }
}
