import { error, type Finding } from '../findings/finding.ts'
import { platformLabels } from '../resolve/edge-names.ts'
import type { OwnHost, PlatformFleet } from './fleet.ts'

const reserved: readonly string[] = Object.values(platformLabels)

/** The host of an own chart is no host of the platform and, in its cluster, of no other own chart. */
export function checkOwnHosts({ own = [] }: PlatformFleet): Finding[] {
  const seen = new Map<string, OwnHost>()
  const findings = own.flatMap((one) => {
    const key = `${one.cluster} ${one.host}`
    const other = seen.get(key)
    if (!other) seen.set(key, one)
    const at = { file: one.file, field: 'draw' }
    const { host } = one
    if (reserved.includes(host.split('.')[0] ?? ''))
      return [error('own-host', at, { problem: 'platform', host })]
    return other ? [error('own-host', at, { problem: 'shared', host, otherFile: other.file })] : []
  })
  return [...new Map(findings.map((one) => [`${one.file} ${JSON.stringify(one.facts)}`, one])).values()]
}
