import type { Chart } from 'cdk8s'
import type { Construct } from 'constructs'
import type { ResolvedTenant } from '../../lib/resolve/types.ts'
import { accessChart } from './access.ts'
import { busChart } from './bus/index.ts'
import { claimsChart } from './claims.ts'
import { databaseChart } from './database.ts'
import { exportChart } from './export/index.ts'
import { gatewayChart } from './gateway/index.ts'
import { modelsChart } from './models.ts'
import { namespaceChart } from './namespace.ts'
import { networkChart } from './network.ts'
import { ollamaChart } from './ollama/index.ts'
import { openWebuiChart } from './open-webui/index.ts'
import { probesChart } from './probes.ts'
import { rbacChart } from './rbac.ts'
import { secretsChart } from './secrets.ts'
import { storageChart } from './storage.ts'

/** Every chart of a tenant; the id of a chart is the name of its file. */
export function drawTenant(scope: Construct, tenant: ResolvedTenant): Chart[] {
  const active = tenant.state === 'active'
  const { fill } = tenant.storage
  return [
    namespaceChart(scope, tenant),
    rbacChart(scope, tenant),
    networkChart(scope, tenant),
    ...(tenant.claims ? [claimsChart(scope, tenant, tenant.claims)] : []),
    ...(tenant.secrets.source === 'secrets-manager' ? [secretsChart(scope, tenant)] : []),
    storageChart(scope, tenant),
    ...(fill && tenant.state !== 'suspended' ? [modelsChart(scope, tenant, fill)] : []),
    databaseChart(scope, tenant),
    ...(tenant.bus ? [busChart(scope, tenant, tenant.bus)] : []),
    ollamaChart(scope, tenant),
    ...(tenant.gateway ? [gatewayChart(scope, tenant, tenant.gateway)] : []),
    openWebuiChart(scope, tenant),
    ...(tenant.access ? [accessChart(scope, tenant, tenant.access)] : []),
    ...(tenant.observed && active ? [probesChart(scope, tenant)] : []),
    ...(tenant.export ? [exportChart(scope, tenant, tenant.export)] : []),
  ]
}
