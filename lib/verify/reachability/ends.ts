/** Addresses that are no pods; `places.ts` gives their blocks in a cluster. */
export type AddressPlace = 'databases' | 'endpoints' | 'apiServer' | 'podIdentity' | 'declared' | 'registry'

/** Pods of the platform that serve tenants. */
export type PlatformPods = 'names' | 'traces' | 'laptopDatabase' | 'ingressController' | 'prober' | 'scaler'

/** The other end of a connection: pods of the tenant by name, pods of the platform, or addresses. */
export type OtherEnd =
  | { readonly own: string }
  | { readonly platform: PlatformPods }
  | { readonly addresses: AddressPlace }

/** An end that a class of pods may send to, or receive from. */
export interface AllowedEnd {
  readonly place: OtherEnd
  /** TCP; those of the name service also UDP. Absent: the ports that the cluster or the tenant's file gives the place. */
  readonly ports?: readonly number[]
  readonly why: string
}

/** Everything that a class of pods may reach, and everything that may reach it. */
export interface AllowedEnds {
  readonly to: readonly AllowedEnd[]
  readonly from: readonly AllowedEnd[]
}

const own = (name: string, port: number, why: string): AllowedEnd => ({
  place: { own: name },
  ports: [port],
  why,
})
const pods = (platform: PlatformPods, port: number, why: string): AllowedEnd => ({
  place: { platform },
  ports: [port],
  why,
})
const addresses = (place: AddressPlace, port: number | undefined, why: string): AllowedEnd => ({
  place: { addresses: place },
  ...(port === undefined ? {} : { ports: [port] }),
  why,
})

const names = pods('names', 53, 'names of Services and of AWS')
const apiServer = addresses(
  'apiServer',
  undefined,
  'it waits for pods of the tenant, which its Role lets it read',
)
const database = [
  addresses('databases', 5432, 'chats and users are in PostgreSQL'),
  pods('laptopDatabase', 5432, 'a laptop has PostgreSQL in a pod'),
]
const objectStore = [
  addresses('endpoints', 443, 'files and models are in S3, behind an interface endpoint'),
  addresses('podIdentity', 80, 'its role in AWS comes from the agent on its node'),
]
const counted = pods('scaler', 11436, 'KEDA asks for the requests in flight')

/** A model server: it only answers, and its models come by a Job. */
const modelServer: AllowedEnds = {
  to: [names],
  from: [
    own('open-webui', 11434, 'the application asks the model'),
    own('model-gateway', 11434, 'the gateway passes on the requests that it held'),
    counted,
  ],
}

/**
 * Everything that the pods of a tenant may send to and receive from, by their name. A rule of a policy that opens more is a
 * finding, and so is a pod of another name. Closed to all are therefore other tenants, the platform's other pods, nodes,
 * Services, the VPC's other subnets, other regions, and public addresses but for those that the tenant's file declares.
 */
export const allowedEnds: Readonly<Record<string, AllowedEnds>> = {
  'open-webui': {
    to: [
      names,
      own('ollama-cpu', 11434, 'it asks the model'),
      own('ollama-gpu', 11434, 'it asks the model'),
      own('model-gateway', 11434, 'it asks a model that may sleep'),
      own('bus', 6379, 'sessions and events of its pods'),
      ...database,
      addresses('databases', 6379, 'answers of its API are kept in the cache of the cell or its own'),
      ...objectStore,
      pods('traces', 4317, 'telemetry'),
      addresses('declared', undefined, 'the tenant’s file declares its identity provider and its tools'),
    ],
    from: [
      pods('ingressController', 8080, 'people’s requests'),
      pods('prober', 8080, 'alerts ask whether it answers'),
    ],
  },
  'model-gateway': {
    to: [names, own('ollama-gpu', 11434, 'it passes requests on to the model that it wakes'), apiServer],
    from: [
      own('open-webui', 11434, 'the application asks the model'),
      pods('scaler', 9090, 'KEDA asks for the requests in flight'),
    ],
  },
  'ollama-cpu': modelServer,
  'ollama-gpu': modelServer,
  bus: {
    to: [names],
    from: [
      own('open-webui', 6379, 'sessions and events'),
      pods('prober', 6379, 'alerts ask whether it answers'),
    ],
  },
  migrate: { to: [names, ...database, apiServer], from: [] },
  'fill-models': { to: [names, ...objectStore], from: [] },
  export: { to: [names, ...database, ...objectStore], from: [] },
  'pull-models': {
    to: [names, addresses('registry', 443, 'a laptop’s models come from a registry at changing addresses')],
    from: [],
  },
}
