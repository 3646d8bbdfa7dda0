import type { Manifest } from '../../../lib/kube/object.ts'
import type { Killer, WholeCheck } from './check.ts'
import { fieldsNotice } from './composition-fields.ts'
import { intentNotices, type Verifier, withObject } from './killers.ts'
import { isRemoval, type Mutant, mutated } from './mutate.ts'
import type { TestFile } from './policy-tests.ts'
import type { Tree } from './tree.ts'
import { worldOf } from './world.ts'

/** The check that notices a mutant by its object alone; undefined if none does. */
export function quickKiller(mutant: Mutant, verifier: Verifier): Killer | undefined {
  if (intentNotices(mutant)) return 'intent table'
  if (verifier.noticesObject(mutant)) return 'verifier'
  return fieldsNotice(mutant) ? 'fields of compositions' : undefined
}

/** The tests of a file as a check, without those that fail on the tree or take too long. */
export async function testCheck(tree: Tree, file: TestFile): Promise<WholeCheck> {
  const known = await file.failures(worldOf(tree.manifests))
  return {
    name: 'policy tests',
    notices: async (manifests) => (await file.failures(worldOf(manifests), known)).size > 0,
  }
}

/** Mutants that are tried at once: most go unnoticed, and one run shows that of all. */
const atOnce = 48

/** The checks that notice mutants: many are tried at once, and a check that notices them is split until it is known which. */
export async function wholeKillers(
  tree: Tree,
  mutants: readonly Mutant[],
  checks: readonly WholeCheck[],
  progress: (done: number, of: number) => void,
): Promise<ReadonlyMap<Mutant, Killer>> {
  const found = new Map<Mutant, Killer>()
  const judge = async (some: readonly Mutant[], by: readonly WholeCheck[]): Promise<void> => {
    const manifests = withMutants(tree, some)
    const noticing: WholeCheck[] = []
    for (const check of by) {
      if (!(await check.notices(manifests))) continue
      noticing.push(check)
      // One is enough of one mutant.
      if (some.length === 1) break
    }
    const [check] = noticing
    const [only] = some
    if (!check || !only) return
    if (some.length === 1) {
      found.set(only, check.name)
      return
    }
    const half = some.length >> 1
    await judge(some.slice(0, half), noticing)
    await judge(some.slice(half), noticing)
  }
  const all = batches(mutants)
  for (const [index, batch] of all.entries()) {
    await judge(batch, checks)
    progress(index + 1, all.length)
  }
  return found
}

/** Groups whose mutants can all be applied. */
function batches(mutants: readonly Mutant[]): Mutant[][] {
  const all: Mutant[][] = []
  for (const mutant of mutants) {
    const fits = all.find((batch) => batch.length < atOnce && batch.every((other) => together(other, mutant)))
    if (fits) fits.push(mutant)
    else all.push([mutant])
  }
  return all
}

/** An item that is removed takes what is below it away and moves its neighbours. */
function together(one: Mutant, other: Mutant): boolean {
  if (one.leaf.subject.object !== other.leaf.subject.object) return true
  return one.leaf !== other.leaf && !moves(one, other) && !moves(other, one)
}

function moves(removal: Mutant, other: Mutant): boolean {
  if (!isRemoval(removal)) return false
  const list = removal.leaf.path.slice(0, -1)
  return list.every((step, index) => other.leaf.path[index] === step)
}

function withMutants({ manifests }: Tree, mutants: readonly Mutant[]): readonly Manifest[] {
  const changed = new Map(mutants.map(({ leaf }) => [leaf.subject.object, leaf.subject.object]))
  for (const mutant of mutants) {
    const { object } = mutant.leaf.subject
    changed.set(object, mutated(mutant, changed.get(object)))
  }
  return [...changed].reduce((files, [before, after]) => withObject(files, before, after), manifests)
}
