import { images } from '../../catalog/images.ts'
import { anything, exactly, fields, like, list, one, type Shape } from './shape.ts'

/** Names that the pods of a place may use. */
export interface PodNames {
  readonly accounts: Shape
  readonly secrets: Shape
  readonly configMaps: Shape
  readonly claims: Shape
  /** Images; those that tenants run unless given. */
  readonly images?: Shape
  /** Sources of variables; keys of Secrets with these names unless given. */
  readonly variables?: Shape
}

/** Images by repository, not by registry: anybody may publish in a registry. The verifier also compares the version. */
const image = like(
  `(${Object.values(images)
    .map(({ repository }) => repository.replaceAll('.', '\\.'))
    .join('|')})(:[A-Za-z0-9_.-]+(@sha256:[0-9a-f]{64})?|@sha256:[0-9a-f]{64})`,
)

const capabilities = fields({ drop: exactly(['ALL']) }, 'drop')
/** The only profile that pods may have. */
export const seccompProfile = fields({ type: one('RuntimeDefault') }, 'type')

/** No field on SELinux, AppArmor, Windows, procMount, privileges: none of them is needed. */
const containerSecurity = fields(
  {
    allowPrivilegeEscalation: one(false),
    capabilities,
    privileged: one(false),
    readOnlyRootFilesystem: one(true),
    runAsGroup: anything,
    runAsNonRoot: one(true),
    runAsUser: anything,
    seccompProfile,
  },
  'allowPrivilegeEscalation',
  'capabilities',
)

/** The kubelet calls the pod itself: without `host`, which is any address that the node reaches. */
const httpGet = fields({ path: anything, port: anything, scheme: one('HTTP', 'HTTPS') })
const probe = fields({
  exec: anything,
  failureThreshold: anything,
  httpGet,
  initialDelaySeconds: anything,
  periodSeconds: anything,
  successThreshold: anything,
  tcpSocket: fields({ port: anything }),
  terminationGracePeriodSeconds: anything,
  timeoutSeconds: anything,
})

function environment({ secrets, variables }: PodNames): Shape {
  const secretKeyRef = fields({ key: anything, name: secrets, optional: anything }, 'name')
  const valueFrom = variables ?? fields({ secretKeyRef }, 'secretKeyRef')
  return list(fields({ name: anything, value: anything, valueFrom }))
}

/** A container of a pod. */
export function container(names: PodNames): Shape {
  return fields(
    {
      args: anything,
      command: anything,
      env: environment(names),
      image: names.images ?? image,
      imagePullPolicy: one('IfNotPresent', 'Always'),
      lifecycle: fields({ preStop: fields({ exec: anything, sleep: anything }) }),
      livenessProbe: probe,
      name: anything,
      ports: list(fields({ containerPort: anything, name: anything, protocol: one('TCP') })),
      readinessProbe: probe,
      resources: fields({ limits: anything, requests: anything }, 'limits', 'requests'),
      // A container that starts before the others and stays: a sidecar.
      restartPolicy: one('Always'),
      securityContext: containerSecurity,
      startupProbe: probe,
      terminationMessagePath: one('/dev/termination-log'),
      terminationMessagePolicy: one('File'),
      volumeMounts: list(
        fields({
          mountPath: anything,
          name: anything,
          readOnly: anything,
          recursiveReadOnly: one('Disabled'),
          subPath: anything,
        }),
      ),
      workingDir: anything,
    },
    'image',
    'resources',
    'securityContext',
  )
}
