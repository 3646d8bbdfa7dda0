import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { databaseEnv } from './open-webui-database.ts'
import { filesEnv } from './open-webui-files.ts'
import { hardeningEnv } from './open-webui-hardening.ts'
import { identityEnv } from './open-webui-identity.ts'
import { inferenceEnv } from './open-webui-inference.ts'
import { observedEnv } from './open-webui-observed.ts'
import { runtimeEnv } from './open-webui-runtime.ts'
import { tasksEnv } from './open-webui-tasks.ts'
import { toolsEnv } from './open-webui-tools.ts'
import { uploadsEnv } from './open-webui-uploads.ts'
import type { Env } from './pod-types.ts'

/**
 * Configuration of Open WebUI by environment only: the edge refuses changes in its pages, which would reach one pod and
 * be lost with it.
 *
 * @see https://docs.openwebui.com/reference/env-configuration
 */
export function openWebuiEnv(spec: CompleteTenantSpec, cluster: CompleteTenantClusterSpec): Env {
  return {
    ...identityEnv(spec, cluster),
    ...filesEnv(spec.id, cluster),
    ...inferenceEnv(spec, cluster),
    ...toolsEnv(spec),
    ...tasksEnv(spec),
    ...uploadsEnv(spec),
    ...observedEnv(spec, cluster),
    ...databaseEnv(spec),
    ...runtimeEnv(),
    ...hardeningEnv(),
  }
}
