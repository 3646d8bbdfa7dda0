import type { CompleteTenantClusterSpec, CompleteTenantSpec } from '../spec/index.ts'
import { platform } from './names.ts'
import type { Env } from './pod-types.ts'
import { collectorRuns } from './telemetry.ts'

/** Audit lines on the pod's log, and telemetry where a collector receives it; a laptop has none. */
export function observedEnv(
  spec: CompleteTenantSpec,
  cluster: CompleteTenantClusterSpec,
  collects = collectorRuns,
): Env {
  const audit = { AUDIT_LOG_LEVEL: 'METADATA', ENABLE_AUDIT_LOGS_FILE: 'false', ENABLE_AUDIT_STDOUT: 'true' }
  if (!collects || cluster.kind === 'local') return { ...audit, ENABLE_OTEL: 'false' }
  return {
    ...audit,
    ENABLE_OTEL: 'true',
    ENABLE_OTEL_METRICS: 'true',
    ENABLE_OTEL_TRACES: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://collector.${platform.tracing}.svc.cluster.local:4317`,
    OTEL_EXPORTER_OTLP_INSECURE: 'true',
    OTEL_OTLP_SPAN_EXPORTER: 'grpc',
    OTEL_RESOURCE_ATTRIBUTES: `paddock.tenant=${spec.id},paddock.cluster=${cluster.name},paddock.cell=${spec.cell}`,
    OTEL_SERVICE_NAME: 'open-webui',
  }
}
