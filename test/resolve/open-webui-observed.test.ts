import { expect, test } from 'vitest'
import { clusterManifests } from '../../lib/pipeline/units.ts'
import { resolveCluster } from '../../lib/resolve/cluster.ts'
import { platform } from '../../lib/resolve/names.ts'
import { observedEnv } from '../../lib/resolve/open-webui-observed.ts'
import { collectorRuns } from '../../lib/resolve/telemetry.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { cluster } from '../support/arbitrary.ts'
import { environment } from '../support/environment.ts'
import { plain } from '../support/fleet.ts'

test('telemetry is sent exactly when a component of the cluster receives it', () => {
  const received = clusterManifests(resolveCluster(cluster))
    .flatMap(({ objects }) => objects)
    .some(({ kind, metadata }) => kind === 'Service' && metadata.namespace === platform.tracing)
  expect(collectorRuns).toBe(received)
  expect(environment()['ENABLE_OTEL']).toBe(String(received))
})

test('with a collector each tenant is told apart; a laptop sends nothing', () => {
  expect(observedEnv(completeTenant(plain), cluster, true)).toMatchObject({
    ENABLE_OTEL: 'true',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.tracing.svc.cluster.local:4317',
    OTEL_RESOURCE_ATTRIBUTES: expect.stringContaining('paddock.tenant=plain,'),
  })
  const local = { ...cluster, kind: 'local', name: 'local' } as unknown as typeof cluster
  expect(observedEnv(completeTenant(plain), local, true)['ENABLE_OTEL']).toBe('false')
})

test('who did what is on the log with and without telemetry', () => {
  for (const collects of [true, false])
    expect(observedEnv(completeTenant(plain), cluster, collects)).toMatchObject({
      AUDIT_LOG_LEVEL: 'METADATA',
      ENABLE_AUDIT_STDOUT: 'true',
    })
})
