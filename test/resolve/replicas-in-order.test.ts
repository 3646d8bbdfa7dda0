import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openWebuiScale } from '../../lib/resolve/open-webui-scale.ts'
import { completeTenant } from '../../lib/spec/complete.ts'
import { checkSchemas } from '../../lib/verify/schema.ts'
import acme from '../fleet/tenants/acme.ts'

const tenant = completeTenant(acme)

test('the autoscaler of any number of users is one that the API server takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1_000_000 }), (expectedUsers) => {
      const { openWebui: _, ...scaling } = tenant.scaling
      const { min, max } = openWebuiScale({ ...tenant, scaling, expectedUsers })
      const object = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'a', namespace: 'b' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'a' },
          minReplicas: min,
          maxReplicas: max,
        },
      }
      const manifests = [{ path: 'a.yaml', objects: [object] }]
      expect(checkSchemas(manifests, { claims: new Map() }).findings).toEqual([])
    }),
  )
})
