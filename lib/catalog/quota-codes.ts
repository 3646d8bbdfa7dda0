/** A quota of AWS as its service for quotas knows it. */
export interface QuotaCode {
  readonly service: string
  readonly code: string
  readonly name: string
  readonly unit: 'vCPU'
  /** Source of the code. */
  readonly source: string
}

const source = 'https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html'

function vcpus(code: string, name: string): QuotaCode {
  return { service: 'ec2', code, name, unit: 'vCPU', source }
}

/**
 * Quotas that a new account has to have raised before a fleet can grow: nodes by their class and by how they are
 * bought. GPU quotas of a new account are usually zero.
 */
export const quotaCodes = {
  cpu: {
    'on-demand': vcpus('L-1216C47A', 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances'),
    spot: vcpus('L-34B43A08', 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests'),
  },
  gpu: {
    'on-demand': vcpus('L-DB2E81BA', 'Running On-Demand G and VT instances'),
    spot: vcpus('L-3819A6DF', 'All G and VT Spot Instance Requests'),
  },
} as const satisfies Record<'cpu' | 'gpu', Record<'on-demand' | 'spot', QuotaCode>>
