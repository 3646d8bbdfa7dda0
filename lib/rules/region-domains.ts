import { error, type Finding } from '../findings/finding.ts'
import { challengeLabel } from '../resolve/challenge.ts'
import type { Fleet } from './fleet.ts'

/** A region's domain is delegated from the platform's: it is one label below, and no other region has it. */
export function checkRegionDomains({ clusters }: Fleet): Finding[] {
  const hub = clusters.find(({ spec }) => spec.kind === 'hub')
  if (hub?.spec.kind !== 'hub') return []
  const parent = hub.spec.domain
  const seen = new Map<string, string>()
  return clusters.flatMap(({ file, spec }) => {
    if (spec.kind !== 'regional') return []
    const other = seen.get(spec.domain)
    seen.set(spec.domain, file)
    const label = spec.domain.endsWith(`.${parent}`) ? spec.domain.slice(0, -parent.length - 1) : ''
    const at = { file, field: 'domain' }
    const { domain } = spec
    return [
      ...(label === '' || label.includes('.')
        ? [error('region-domain', at, { problem: 'label', domain, parent, hubFile: hub.file })]
        : []),
      ...(label === challengeLabel ? [error('region-domain', at, { problem: 'challenges', domain })] : []),
      ...(other === undefined
        ? []
        : [error('region-domain', at, { problem: 'shared', domain, otherFile: other })]),
    ]
  })
}
