import { keyOf, type Snapshot } from '../cluster/snapshot.ts'
import type { Subject } from '../cluster/subject.ts'

/** One of the root's Applications: when it was made itself, and when the last of its objects was. */
interface Component {
  readonly name: string
  readonly wave: number
  readonly made: string
  readonly lastMade: string
}

/**
 * Applications that came too early: before all objects of an Application of an earlier wave existed. Objects from
 * before the first sync are not counted: CRDs, and those of Argo CD's bootstrap. Times are in UTC and sort as text.
 */
export function tooEarly({ name, dist }: Subject, there: Snapshot): readonly string[] {
  const madeAt = (key: string) =>
    (there.get(key)?.metadata as { creationTimestamp?: string } | undefined)?.creationTimestamp ?? ''
  const components = dist
    .filter(({ path, object }) => /\/argocd\/component-/.test(path) && object.kind === 'Application')
    .map(({ object }): Component => {
      const folder = `${name}/platform/${object.metadata.name.replace('component-', '')}/`
      const own = dist.filter(({ path }) => path.startsWith(folder)).map((one) => madeAt(keyOf(one.object)))
      return {
        name: object.metadata.name,
        wave: Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0),
        made: madeAt(keyOf(object)),
        lastMade: own.sort().at(-1) ?? '',
      }
    })
  return components.flatMap((one) =>
    components
      .filter((other) => other.wave < one.wave && other.lastMade > one.made)
      .map((other) => `${one.name} came before all of ${other.name} was there`),
  )
}
