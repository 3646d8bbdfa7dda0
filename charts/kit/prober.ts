import { prober as service } from '../../lib/resolve/cluster-services.ts'

/** The prober of every Probe. */
export const prober = { url: `${service.name}.${service.namespace}.svc:${service.port}` } as const
