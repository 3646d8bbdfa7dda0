import type { KubeObject } from '../../kube/object.ts'
import { podTemplate } from '../reachability/model.ts'
import { podReferences } from './pods.ts'
import type { Reference } from './reference.ts'

/** `http://<service>.<namespace>.svc:<port>/…` */
const clusterAddress = /^(?:[a-z]+:\/\/)?([a-z0-9-]+)\.([a-z0-9-]+)\.svc(?:\.[a-z.]+)?:(\d+)/

/** Everything that an object names and cannot do without. */
export function referencesOf(object: KubeObject): Reference[] {
  const namespace = object.metadata.namespace ?? ''
  const template = podTemplate(object)
  const own = (field: string, kind: string, name: string): Reference => ({ field, kind, namespace, name })
  const cluster = (field: string, kind: string, name: string): Reference => ({
    field,
    kind,
    namespace: '',
    name,
  })
  const spec = (object['spec'] ?? {}) as Record<string, unknown>
  const list = [...(template ? podReferences(template, namespace) : [])]
  if (namespace !== '') list.push(cluster('metadata.namespace', 'Namespace', namespace))
  switch (object.kind) {
    case 'RoleBinding': {
      const roleRef = object['roleRef'] as Named
      const subjects = (object['subjects'] ?? []) as (Named & { namespace?: string })[]
      list.push(
        roleRef.kind === 'Role'
          ? own('roleRef', 'Role', roleRef.name)
          : cluster('roleRef', 'ClusterRole', roleRef.name),
      )
      subjects.forEach((subject, index) => {
        if (subject.kind !== 'ServiceAccount') return
        list.push({
          field: `subjects[${index}]`,
          kind: 'ServiceAccount',
          namespace: subject.namespace ?? namespace,
          name: subject.name,
        })
      })
      break
    }
    case 'HorizontalPodAutoscaler': {
      const { kind, name } = spec['scaleTargetRef'] as Named
      list.push(own('spec.scaleTargetRef', kind, name))
      break
    }
    case 'APIService': {
      const { service } = spec as { service?: { name: string; namespace: string; port?: number } }
      if (service)
        list.push({
          field: 'spec.service',
          kind: 'Service',
          namespace: service.namespace,
          name: service.name,
          key: String(service.port ?? 443),
        })
      break
    }
    case 'ExternalSecret':
      list.push(...externalSecretReferences(spec, own, cluster))
      break
    case 'ClusterSecretStore': {
      const { kubernetes } = spec['provider'] as {
        kubernetes?: { auth?: { serviceAccount?: { name: string; namespace?: string } } }
      }
      const account = kubernetes?.auth?.serviceAccount
      if (account)
        list.push({
          field: 'spec.provider.kubernetes.auth',
          kind: 'ServiceAccount',
          namespace: account.namespace ?? '',
          name: account.name,
        })
      break
    }
    case 'Usage': {
      const { kind, resourceRef } = spec['of'] as { kind: string; resourceRef?: Named }
      if (resourceRef) list.push(own('spec.of', kind, resourceRef.name))
      break
    }
    case 'PushSecret': {
      for (const { name } of spec['secretStoreRefs'] as Named[])
        list.push(own('spec.secretStoreRefs', 'SecretStore', name))
      const generator = (spec['selector'] as { generatorRef?: Named }).generatorRef
      if (generator) list.push(own('spec.selector.generatorRef', generator.kind, generator.name))
      break
    }
    case 'SecretStore': {
      const { aws, kubernetes } = spec['provider'] as {
        aws?: { auth?: { jwt?: { serviceAccountRef?: Named } } }
        kubernetes?: { auth?: { serviceAccount?: Named } }
      }
      const ofAws = aws?.auth?.jwt?.serviceAccountRef
      const ofKubernetes = kubernetes?.auth?.serviceAccount
      if (ofAws) list.push(own('spec.provider.aws.auth', 'ServiceAccount', ofAws.name))
      if (ofKubernetes) list.push(own('spec.provider.kubernetes.auth', 'ServiceAccount', ofKubernetes.name))
      break
    }
    case 'Certificate': {
      const issuer = spec['issuerRef'] as Named
      list.push((issuer.kind === 'Issuer' ? own : cluster)('spec.issuerRef', issuer.kind, issuer.name))
      break
    }
    case 'VirtualServer': {
      const {
        tls,
        upstreams = [],
        policies = [],
      } = spec as {
        tls?: { secret?: string }
        upstreams?: { service: string; port: number }[]
        policies?: Named[]
      }
      if (tls?.secret) list.push(own('spec.tls.secret', 'Secret', tls.secret))
      for (const [index, { service, port }] of upstreams.entries())
        list.push({ ...own(`spec.upstreams[${index}]`, 'Service', service), key: String(port) })
      for (const [index, { name }] of policies.entries())
        list.push(own(`spec.policies[${index}]`, 'Policy', name))
      break
    }
    case 'Probe': {
      const { static: targets = [] } =
        (spec['targets'] as { staticConfig?: { static?: string[] } }).staticConfig ?? {}
      for (const [index, target] of targets.entries()) {
        const [, service, place, port] = clusterAddress.exec(target) ?? []
        if (!service || !place || !port) continue
        const field = `spec.targets.staticConfig.static[${index}]`
        list.push({ field, kind: 'Service', namespace: place, name: service, key: port })
      }
      break
    }
    case 'PersistentVolumeClaim': {
      const storageClass = spec['storageClassName']
      if (typeof storageClass === 'string' && storageClass !== '')
        list.push(cluster('spec.storageClassName', 'StorageClass', storageClass))
      break
    }
    case 'StatefulSet':
      list.push(own('spec.serviceName', 'Service', String(spec['serviceName'])))
      break
    case 'Application':
      list.push(own('spec.project', 'AppProject', String(spec['project'])))
      break
  }
  return list
}

type Naming = (field: string, kind: string, name: string) => Reference

/** The store that it reads, of the namespace or of the cluster, and the generators of its values. */
function externalSecretReferences(
  spec: Readonly<Record<string, unknown>>,
  own: Naming,
  cluster: Naming,
): Reference[] {
  const { secretStoreRef: store, dataFrom = [] } = spec as {
    secretStoreRef?: Partial<Named>
    dataFrom?: { sourceRef?: { generatorRef?: Named } }[]
  }
  const naming = store?.kind === 'ClusterSecretStore' ? cluster : own
  return [
    ...(store?.name ? [naming('spec.secretStoreRef', store.kind ?? 'SecretStore', store.name)] : []),
    ...dataFrom.flatMap(({ sourceRef }, index) => {
      const generator = sourceRef?.generatorRef
      return generator ? [own(`spec.dataFrom[${index}]`, generator.kind, generator.name)] : []
    }),
  ]
}

interface Named {
  readonly kind: string
  readonly name: string
}
