import { error, type Finding } from '../findings/finding.ts'
import type { CompleteClusterSpec } from '../spec/index.ts'
import { blockOf, textOf } from './address-block.ts'
import type { Fleet } from './fleet.ts'

/** Blocks of a cluster's file are written as AWS and Kubernetes keep them: another form would differ from theirs for ever. */
export function checkClusterBlocks({ clusters }: Fleet): Finding[] {
  return clusters.flatMap(({ file, spec }) =>
    Object.entries(listsOf(spec)).flatMap(([field, cidrs]) =>
      cidrs.flatMap((cidr, index) => {
        const at = { file, field: `${field}[${index}]` }
        const block = blockOf(cidr)
        if (!block) return [error('block-form', at, { problem: 'not-a-block', cidr })]
        const expected = textOf(block)
        return expected === cidr ? [] : [error('block-form', at, { problem: 'form', cidr, expected })]
      }),
    ),
  )
}

function listsOf(spec: CompleteClusterSpec): Readonly<Record<string, readonly string[]>> {
  if (spec.kind === 'hub') return { egressCidrs: spec.egressCidrs }
  if (spec.kind === 'regional') return { 'network.apiAccessCidrs': spec.network.apiAccessCidrs }
  const { podCidrs, apiServerCidrs } = spec.network
  return { 'network.podCidrs': podCidrs, 'network.apiServerCidrs': apiServerCidrs }
}
