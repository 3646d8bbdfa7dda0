import { existsSync, readdirSync, readFileSync } from 'node:fs'
import type { Component, ComponentException } from '../../lib/kube/component.ts'

const here = new URL('.', import.meta.url)

/** Names of the folders beside this file that hold a file, sorted: a component exists because its folder does. */
export function foldersWith(file: string): string[] {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/${file}`, here)))
    .map(({ name }) => name)
    .sort()
}

/** Every component of the platform, by name. They are data: nothing that draws is loaded. */
export const registry: readonly Component[] = await Promise.all(
  foldersWith('component.ts').map(async (folder) => {
    const { component } = (await import(`./${folder}/component.ts`)) as { component: Component }
    if (component.name !== folder)
      throw new Error(`charts/platform/${folder}/component.ts names its component ${component.name}`)
    return component
  }),
)

/** Pods of all components whose size does not depend on the cluster, with the kinds of clusters that have them. */
export const componentPods = registry.flatMap(({ clusters, pods }) =>
  Object.entries(pods).map(([name, pod]) => ({ ...pod, name, clusters })),
)

/** Exceptions of the component that draws a unit: the component's name, and for regions theirs after it. */
export function exceptionsOfUnit(unit: string): readonly ComponentException[] {
  const component = registry.find(
    ({ name, forEach }) => unit === name || (forEach && unit.startsWith(`${name}-`)),
  )
  return component?.exceptions ?? []
}

/** Text of a file that lies beside a component. */
export function readBeside(name: string, file: string): string {
  return readFileSync(new URL(`${name}/${file}`, here), 'utf8')
}
