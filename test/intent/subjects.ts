import type { KubeObject, Manifest } from '../../lib/kube/object.ts'

/** A thing whose settings have an intent: an object of dist, a part of it, or a resource that a composition makes. */
export interface Subject {
  /**
   * Kind of the object; `composed Bucket` of a resource; `composed Role manifest` of an object that one writes; `pod` of
   * the pod that any object runs, `container` and `init container` of its containers.
   */
  readonly kind: string
  /** Name of the object or container; of a resource its composition and its name: `networks.paddock.dev/vpc`. */
  readonly name: string
  /** Path below dist. */
  readonly file: string
  readonly object: KubeObject
  /** Steps from the object to the value: none for an object itself. */
  readonly at: readonly (string | number)[]
  readonly value: Readonly<Record<string, unknown>>
}

interface Resource {
  readonly name: string
  readonly base: {
    readonly kind: string
    readonly spec?: { readonly forProvider?: { readonly manifest?: { readonly kind: string } } }
  }
}

interface Pipeline {
  readonly pipeline?: readonly { readonly input?: { readonly resources?: readonly Resource[] } }[]
}

/** All subjects of files: objects as they are, compositions and their resources apart. */
export function subjectsOf(manifests: readonly Manifest[]): Subject[] {
  return manifests.flatMap(({ path, objects }) => objects.flatMap((object) => subjectsOfObject(path, object)))
}

/** The object, and if it is a composition its resources. */
export function subjectsOfObject(file: string, object: KubeObject): Subject[] {
  const { kind, metadata } = object
  const whole: Subject = { kind, name: metadata.name, file, object, at: [], value: object }
  if (kind !== 'Composition') return [whole, ...podOf(whole)]
  const { pipeline = [] } = object['spec'] as Pipeline
  const resources = pipeline.flatMap(({ input }, step) =>
    (input?.resources ?? []).map(
      (resource, index): Subject => ({
        kind: `composed ${kindOf(resource)}`,
        name: `${metadata.name}/${resource.name}`,
        file,
        object,
        at: ['spec', 'pipeline', step, 'input', 'resources', index],
        value: { ...resource },
      }),
    ),
  )
  return [whole, ...resources]
}

/** Where kinds keep the spec of their pods. */
const podPaths: Readonly<Record<string, readonly string[]>> = {
  CronJob: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  DaemonSet: ['spec', 'template', 'spec'],
  Deployment: ['spec', 'template', 'spec'],
  DeploymentRuntimeConfig: ['spec', 'deploymentTemplate', 'spec', 'template', 'spec'],
  Job: ['spec', 'template', 'spec'],
  StatefulSet: ['spec', 'template', 'spec'],
}

function podOf(whole: Subject): Subject[] {
  const at = podPaths[whole.kind]
  const spec = at?.reduce<unknown>(
    (value, step) => (value as Record<string, unknown> | undefined)?.[step],
    whole.value,
  )
  if (!at || typeof spec !== 'object' || spec === null) return []
  const value = spec as Readonly<Record<string, unknown>>
  const containers = (field: string, kind: string) =>
    ((value[field] ?? []) as readonly Readonly<Record<string, unknown>>[]).map(
      (container, index): Subject => ({
        ...whole,
        kind,
        name: String(container['name']),
        at: [...at, field, index],
        value: container,
      }),
    )
  return [
    { ...whole, kind: 'pod', at, value },
    ...containers('containers', 'container'),
    ...containers('initContainers', 'init container'),
  ]
}

function kindOf({ base: { kind, spec } }: Resource): string {
  const manifest = spec?.forProvider?.manifest
  return kind === 'Object' && manifest ? `${manifest.kind} manifest` : kind
}
