import { challengeLabel } from '../resolve/challenge.ts'
import { error, type Finding } from '../spec/finding.ts'
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
    return [
      ...(label === '' || label.includes('.')
        ? [
            error(
              'region-domain',
              file,
              'domain',
              `${spec.domain} is not one label below ${parent}, the domain in ${hub.file}: nothing would delegate to it`,
              `choose a name of the form <label>.${parent}`,
            ),
          ]
        : []),
      ...(label === challengeLabel
        ? [
            error(
              'region-domain',
              file,
              'domain',
              `${spec.domain} is the zone in which challenges for certificates are answered`,
              'choose another label',
            ),
          ]
        : []),
      ...(other === undefined
        ? []
        : [
            error(
              'region-domain',
              file,
              'domain',
              `${spec.domain} is the domain of ${other} too`,
              'give each region a domain of its own',
            ),
          ]),
    ]
  })
}
