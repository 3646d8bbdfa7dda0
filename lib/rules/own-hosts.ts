import { platformLabels } from '../resolve/edge-names.ts'
import { error, type Finding } from '../spec/finding.ts'
import type { OwnHost, PlatformFleet } from './fleet.ts'

const reserved: readonly string[] = Object.values(platformLabels)

/** The host of an own chart is no host of the platform and, in its cluster, of no other own chart. */
export function checkOwnHosts({ own = [] }: PlatformFleet): Finding[] {
  const seen = new Map<string, OwnHost>()
  const findings = own.flatMap((one) => {
    const key = `${one.cluster} ${one.host}`
    const other = seen.get(key)
    if (!other) seen.set(key, one)
    const why = reserved.includes(one.host.split('.')[0] ?? '')
      ? `${one.host} is the platform's own`
      : other
        ? `${one.host} is a host of ${other.file} too`
        : undefined
    return why ? [error('host-reserved', one.file, 'draw', why, 'choose another label')] : []
  })
  return [...new Map(findings.map((one) => [`${one.file} ${one.why}`, one])).values()]
}
