import { admissionIntents } from './admission.ts'
import { argocdIntents } from './argocd.ts'
import { awsDataIntents } from './aws-data.ts'
import { awsPlatformIntents } from './aws-edge.ts'
import { claimIntents } from './claims.ts'
import { edgeIntents } from './edge.ts'
import type { Intent } from './intent.ts'
import { patchIntents } from './patches.ts'
import { podIntents } from './pods.ts'
import { folderIntents, programIntents } from './programs.ts'
import { dataIntents } from './storage-secrets.ts'
import { workloadIntents } from './workloads.ts'

/** Every setting whose reason is stated. */
export const intents: readonly Intent[] = [
  ...podIntents,
  ...workloadIntents,
  ...edgeIntents,
  ...argocdIntents,
  ...dataIntents,
  ...claimIntents,
  ...admissionIntents,
  ...programIntents,
  ...folderIntents,
  ...patchIntents,
  ...awsDataIntents,
  ...awsPlatformIntents,
]
