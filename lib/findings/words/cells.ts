import { byProblem, nearestOr, type WordsOf } from '../words.ts'

/** Facts of findings on cells and on the cells that tenants name. */
export interface CellFacts {
  readonly 'cell-clash':
    | { readonly problem: 'reserved'; readonly cell: string }
    | { readonly problem: 'declared'; readonly cell: string; readonly otherFile: string }
  readonly 'cell-copies':
    | { readonly problem: 'own-region'; readonly region: string }
    | { readonly problem: 'backups'; readonly expected: readonly string[] }
  readonly 'cell-outgrown': {
    readonly cell: string
    /** Connections: declared by the cell, and those in reserve beside them. */
    readonly declared: number
    readonly reserve: number
    readonly instanceClass: string
    /** Connections of the class: those counted on, and the most that it accepts. */
    readonly counted: number
    readonly most: number
    /** The smallest class that accepts them; absent when none does. */
    readonly next?: string
  }
  readonly 'cell-storage':
    | { readonly problem: 'capacity'; readonly maxStorageGiB: number; readonly declaredGiB: number }
    | {
        readonly problem: 'growth'
        readonly maxStorageGiB: number
        readonly storageGiB: number
        readonly leastGiB: number
      }
  readonly 'cell-users': { readonly tenants: number; readonly most: number; readonly quota: number }
  readonly local:
    | { readonly problem: 'dedicated'; readonly field: 'database' | 'cache' }
    | { readonly problem: 'gpu' }
  readonly 'lost-cell': { readonly cell: string; readonly tenants: readonly string[] }
  readonly 'unknown-cell': {
    readonly cell: string
    readonly nearest?: string
    readonly known: readonly string[]
  }
}

/** Three names, and the number of the others. */
function some(tenants: readonly string[]): string {
  const [first, more] = [tenants.slice(0, 3), tenants.length - 3]
  return `the tenants ${more > 0 ? `${first.join(', ')} and ${more} more` : first.join(', ')}`
}

export const cellWords: WordsOf<CellFacts> = {
  'cell-clash': byProblem({
    reserved: {
      why: ({ cell }) => `the cell ${cell} could have the names of a tenant’s own database and cache`,
      remedy: () => 'choose a name without "tenant-" in front',
    },
    declared: {
      why: ({ cell, otherFile }) => `the cell ${cell} is declared by ${otherFile} too`,
      remedy: () => 'give one of them another name',
    },
  }),
  'cell-copies': byProblem({
    'own-region': {
      why: ({ region }) => `${region} is the region of the cell itself`,
      remedy: () => 'name the other region, or none',
    },
    backups: {
      why: ({ expected }) =>
        `AWS keeps backups in ${expected.join(' and ')}: the regions of the cell and of its replicas`,
      remedy: ({ expected }) =>
        `set it to [${expected.map((region) => `'${region}'`).join(', ')}], or change replicateTo`,
    },
  }),
  'cell-outgrown': {
    why: ({ declared, reserve, instanceClass, counted, most }) =>
      `${declared} connections and ${reserve} in reserve are more than ${instanceClass} accepts ` +
      `(${counted} counted, ${most} at most)`,
    remedy: ({ cell, declared, reserve, counted, next }) =>
      next
        ? `set cells.${cell}.database.instanceClass to ${next}, or lower capacity.connections to ${counted - reserve}`
        : `lower capacity.connections and move tenants to another cell: no class of the catalogue accepts ${declared + reserve}`,
  },
  'cell-storage': byProblem({
    capacity: {
      why: ({ maxStorageGiB, declaredGiB }) =>
        `the database grows to ${maxStorageGiB} GiB, the cell declares ${declaredGiB}`,
      remedy: ({ declaredGiB }) => `raise it to ${declaredGiB} or more, or lower capacity.databaseGiB`,
    },
    growth: {
      why: ({ maxStorageGiB, storageGiB }) =>
        `${maxStorageGiB} GiB leave no room to grow over the ${storageGiB} at the start`,
      remedy: ({ leastGiB }) => `raise it to ${leastGiB} or more`,
    },
  }),
  'cell-users': {
    why: ({ tenants, most, quota }) =>
      `${tenants} tenants are more than the ${most} that a cell counts on: ` +
      `a user group of ElastiCache has ${quota} users`,
    remedy: ({ most }) => `lower it to ${most}, and add a cell for the others`,
  },
  local: byProblem({
    dedicated: {
      why: () => 'a laptop cluster has one for all',
      remedy: ({ field }) => `remove ${field}, or choose another cell`,
    },
    gpu: {
      why: () => 'a laptop cluster has no GPU nodes',
      remedy: () => 'set tier to standard, or choose another cell',
    },
  }),
  'lost-cell': {
    why: ({ cell, tenants }) => `no cluster declares the cell ${cell}, which ${some(tenants)} name`,
    remedy: ({ cell }) => `add cells.${cell} again, or move each of these tenants with its data`,
  },
  'unknown-cell': {
    why: ({ cell }) => `no cluster declares a cell "${cell}"`,
    remedy: ({ nearest, known }) => nearestOr(nearest, `choose one of ${known.join(', ')}`),
  },
}
