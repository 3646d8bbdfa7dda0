import { byProblem, type WordsOf } from '../words.ts'

/** Facts of findings on regions, their peers, copies and prices. */
export interface RegionFacts {
  readonly 'audit-retention': {
    readonly wantedDays: number
    readonly keptDays: number
    readonly hubFile: string
  }
  readonly 'firewall-rate': {
    readonly allowed: number
    readonly needed: number
    readonly tenant: string
    readonly tenantFile: string
  }
  readonly 'peer-region':
    | { readonly problem: 'own'; readonly region: string }
    | { readonly problem: 'no-cluster'; readonly region: string }
  readonly 'region-clash': { readonly region: string; readonly otherFile: string }
  readonly 'region-prices': { readonly region: string; readonly missing: readonly string[] }
  readonly residency: {
    readonly area: string
    readonly part: 'cell' | 'replicas' | 'backups'
    readonly cell: string
    readonly outside: readonly string[]
  }
  readonly 'second-hub': { readonly hubFile: string }
  readonly 'served-from':
    | { readonly problem: 'no-cluster'; readonly region: string }
    | { readonly problem: 'no-replica'; readonly region: string }
    | {
        readonly problem: 'bound'
        readonly cell: string
        readonly home: string
        readonly region: string
      }
  readonly standby:
    | { readonly problem: 'own'; readonly region: string }
    | { readonly problem: 'no-cluster'; readonly region: string }
  readonly 'vpc-overlap': { readonly cidr: string; readonly otherFile: string }
}

const parts = {
  cell: (cell: string) => `its cell (${cell}) is`,
  replicas: (cell: string) => `replicas of its cell (${cell}) are`,
  backups: (cell: string) => `backups of its cell (${cell}) are`,
} as const

export const regionWords: WordsOf<RegionFacts> = {
  'audit-retention': {
    why: ({ wantedDays, keptDays, hubFile }) =>
      `audit is to be kept ${wantedDays} days; the buckets that ${hubFile} makes keep it ${keptDays}`,
    remedy: ({ wantedDays, keptDays, hubFile }) =>
      `set audit.days to ${wantedDays} in ${hubFile}, or ask for ${keptDays} days at most`,
  },
  'firewall-rate': {
    why: ({ allowed, needed, tenant, tenantFile }) =>
      `the firewall refuses an address above ${allowed} requests in five minutes; tenant ${tenant} (${tenantFile}) was promised ${needed}, and its users may be one address`,
    remedy: ({ needed }) => `set edge.requestsPerFiveMinutes to ${needed} or more`,
  },
  'peer-region': byProblem({
    own: {
      why: ({ region }) => `${region} is the cluster's own region`,
      remedy: () => 'name another region: replicas must survive this one',
    },
    'no-cluster': {
      why: ({ region }) => `no cluster is in ${region}: replicas need one there`,
      remedy: ({ region }) => `add a cluster in ${region}, or name another region`,
    },
  }),
  'region-clash': {
    why: ({ region, otherFile }) => `${otherFile} is in ${region} too; the hub makes one cluster a region`,
    remedy: () => 'choose another region',
  },
  'region-prices': {
    why: ({ region, missing }) => `no price is known in ${region} of ${missing.join(', ')}`,
    remedy: ({ region }) =>
      `add them at prices.usd in lib/catalog/regions/${region}.ts, from AWS's price list, with date and source`,
  },
  residency: {
    why: ({ area, part, cell, outside }) =>
      `the tenant is bound to ${area}, ${parts[part](cell)} in ${outside.join(', ')}`,
    remedy: ({ area }) => `choose a cell whose data stays in ${area}`,
  },
  'second-hub': {
    why: ({ hubFile }) => `${hubFile} is the hub already`,
    remedy: () => 'leave one file of kind hub',
  },
  'served-from': byProblem({
    'no-cluster': {
      why: ({ region }) => `no cluster is in ${region}: the region could not serve`,
      remedy: ({ region }) => `add a cluster in ${region}, or remove the line`,
    },
    'no-replica': {
      why: ({ region }) => `no cell is replicated to ${region}: no cell could fail over`,
      remedy: () => 'remove the line, or restore a backup by its runbook',
    },
    bound: {
      why: ({ cell, home, region }) => `cell ${cell} is not replicated to ${region} and stays in ${home}`,
      remedy: () => 'inform its tenants, who are bound to the region',
    },
  }),
  standby: byProblem({
    own: {
      why: ({ region }) => `${region} is the region of the cell itself`,
      remedy: () => 'name another region, or none',
    },
    'no-cluster': {
      why: ({ region }) => `no cluster is in ${region}: its copy of the data could not be served`,
      remedy: ({ region }) => `add a cluster in ${region}`,
    },
  }),
  'vpc-overlap': {
    why: ({ cidr, otherFile }) =>
      `${cidr} is the network of ${otherFile} too: the two could never be connected`,
    remedy: () => 'give each region a block of its own',
  },
}
