import { platform } from '../../lib/resolve/names.ts'

/** The blackbox exporter, which asks the addresses of Probes. */
export const prober = { url: `blackbox-exporter.${platform.monitoring}.svc:9115` } as const
