import { byProblem, type WordsOf } from '../words.ts'

interface Given {
  /** The host as its author wrote it. */
  readonly given: string
}

/** Facts of findings on hosts and domains. */
export interface HostFacts {
  readonly host:
    | (Given & { readonly problem: 'wildcard-first' })
    | (Given & { readonly problem: 'not-full' })
    | (Given & { readonly problem: 'length' })
    | (Given & { readonly problem: 'address' })
    | (Given & { readonly problem: 'label'; readonly label: string })
  readonly 'host-clash': {
    readonly host: string
    readonly otherTenant: string
    readonly otherFile: string
    /** The host of the other tenant, when `host` is a wildcard that covers it. */
    readonly covered?: string
  }
  /** A host of another tenant is above this one. */
  readonly 'host-parent': {
    readonly host: string
    readonly parent: string
    readonly otherTenant: string
    readonly otherFile: string
  }
  readonly 'host-reserved':
    | (Given & { readonly problem: 'covers'; readonly domain: string; readonly home: string })
    | (Given & { readonly problem: 'encoded'; readonly home: string })
    | (Given & { readonly problem: 'trusted'; readonly home: string; readonly name: string })
    | (Given & {
        readonly problem: 'look-alike'
        readonly home: string
        readonly otherTenant: string
        readonly otherFile: string
      })
    | (Given & { readonly problem: 'depth'; readonly domain: string; readonly home: string })
    | (Given & { readonly problem: 'platform'; readonly home: string })
    | (Given & { readonly problem: 'own-chart'; readonly home: string; readonly chart: string })
  readonly 'region-domain':
    | {
        readonly problem: 'label'
        readonly domain: string
        readonly parent: string
        readonly hubFile: string
      }
    | { readonly problem: 'challenges'; readonly domain: string }
    | { readonly problem: 'shared'; readonly domain: string; readonly otherFile: string }
}

const hostRemedy = () => 'give a host name such as chat.acme.example'
const reservedRemedy = ({ home }: { readonly home: string }) =>
  `choose <label>.${home}, or a host of a domain of the tenant's own`

export const hostWords: WordsOf<HostFacts> = {
  host: byProblem({
    'wildcard-first': {
      why: ({ given }) => `"${given}" is first, and no address that a person can open`,
      remedy: hostRemedy,
    },
    'not-full': { why: ({ given }) => `"${given}" is not a full host name`, remedy: hostRemedy },
    length: { why: ({ given }) => `"${given}" is longer than 253 characters`, remedy: hostRemedy },
    address: { why: ({ given }) => `"${given}" is an address, not a name`, remedy: hostRemedy },
    label: {
      why: ({ given, label }) => `"${given}" has a part "${label}" that no host name may have`,
      remedy: hostRemedy,
    },
  }),
  'host-clash': {
    why: ({ host, otherTenant, otherFile, covered }) =>
      `${host} is ${covered === undefined ? 'a host of' : `wider than ${covered}, of`} tenant ${otherTenant} (${otherFile})`,
    remedy: () => 'give each tenant hosts of its own',
  },
  'host-parent': {
    why: ({ host, parent, otherTenant, otherFile }) =>
      `${host} is below ${parent}, a host of tenant ${otherTenant} (${otherFile}), whose pages could set its cookies`,
    remedy: () => 'choose hosts for both tenants of which none is below the other',
  },
  'host-reserved': byProblem({
    covers: {
      why: ({ given, domain }) => `"${given}" covers ${domain}, the platform's`,
      remedy: reservedRemedy,
    },
    encoded: {
      why: ({ given }) =>
        `"${given}" has two hyphens in a row, as encoded names do, which browsers show as other signs`,
      remedy: reservedRemedy,
    },
    trusted: {
      why: ({ given, name }) => `people would take "${given}" for a name of the platform, ${name}`,
      remedy: reservedRemedy,
    },
    'look-alike': {
      why: ({ given, otherTenant, otherFile }) =>
        `people would take "${given}" for a host of tenant ${otherTenant} (${otherFile})`,
      remedy: reservedRemedy,
    },
    depth: {
      why: ({ given, domain, home }) =>
        `"${given}" is below ${domain}, the platform's, and not one label below ${home}`,
      remedy: reservedRemedy,
    },
    platform: { why: ({ given }) => `"${given}" is the platform's own`, remedy: reservedRemedy },
    'own-chart': { why: ({ given, chart }) => `"${given}" is the host of ${chart}`, remedy: reservedRemedy },
  }),
  'region-domain': byProblem({
    label: {
      why: ({ domain, parent, hubFile }) =>
        `${domain} is not one label below ${parent}, the domain in ${hubFile}: nothing would delegate to it`,
      remedy: ({ parent }) => `choose a name of the form <label>.${parent}`,
    },
    challenges: {
      why: ({ domain }) => `${domain} is the zone that answers the challenges for certificates`,
      remedy: () => 'choose another label',
    },
    shared: {
      why: ({ domain, otherFile }) => `${domain} is the domain of ${otherFile} too`,
      remedy: () => 'give each region a domain of its own',
    },
  }),
}
