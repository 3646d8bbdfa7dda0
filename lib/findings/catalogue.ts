import { type CapacityFacts, capacityWords } from './words/capacity.ts'
import { type CellFacts, cellWords } from './words/cells.ts'
import { type CommandFacts, commandWords } from './words/commands.ts'
import { type GitFacts, gitWords } from './words/git.ts'
import { type HostFacts, hostWords } from './words/hosts.ts'
import { type IdentityFacts, identityWords } from './words/identity.ts'
import { type ImageFacts, imageWords } from './words/images.ts'
import { type LifecycleFacts, lifecycleWords } from './words/lifecycle.ts'
import { type LoadFacts, loadWords } from './words/load.ts'
import { type ModelCacheFacts, modelCacheWords } from './words/model-cache.ts'
import { type ModelFacts, modelWords } from './words/models.ts'
import { type NetworkFacts, networkWords } from './words/network.ts'
import { type ObjectFacts, objectWords } from './words/objects.ts'
import { type OwnFacts, ownWords } from './words/own.ts'
import { type PolicyFacts, policyWords } from './words/policy.ts'
import { type ReferenceFacts, referenceWords } from './words/references.ts'
import { type RegionFacts, regionWords } from './words/regions.ts'
import { type ReleaseFacts, releaseWords } from './words/releases.ts'
import { type ShapeFacts, shapeWords } from './words/shape.ts'
import { type TenantFacts, tenantWords } from './words/tenants.ts'
import type { WordsOf } from './words.ts'

/** The facts of every finding, by code. */
export interface Facts
  extends CapacityFacts,
    CellFacts,
    CommandFacts,
    GitFacts,
    HostFacts,
    IdentityFacts,
    ImageFacts,
    LifecycleFacts,
    LoadFacts,
    ModelCacheFacts,
    ModelFacts,
    NetworkFacts,
    ObjectFacts,
    OwnFacts,
    PolicyFacts,
    ReferenceFacts,
    RegionFacts,
    ReleaseFacts,
    ShapeFacts,
    TenantFacts {}

/** The codes of all findings. */
export type Code = keyof Facts

/** The words of every finding. A code without words does not compile. */
export const words: WordsOf<Facts> = {
  ...capacityWords,
  ...cellWords,
  ...commandWords,
  ...gitWords,
  ...hostWords,
  ...identityWords,
  ...imageWords,
  ...lifecycleWords,
  ...loadWords,
  ...modelCacheWords,
  ...modelWords,
  ...networkWords,
  ...objectWords,
  ...ownWords,
  ...policyWords,
  ...referenceWords,
  ...regionWords,
  ...releaseWords,
  ...shapeWords,
  ...tenantWords,
}
