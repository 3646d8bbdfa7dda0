import { error, type Finding } from '../../findings/finding.ts'
import type { KubeObject, Manifest } from '../../kube/object.ts'
import type { LabelSelector, PodTemplateSpec } from '../../kube/types/kubernetes.ts'
import { podTemplate, selects } from '../reachability/model.ts'

/** Selectors find pods, ports have names that exist, mounts have volumes and volumes are mounted. */
export function verifySelectors(manifests: readonly Manifest[]): Finding[] {
  const templates = manifests.flatMap(({ objects }) =>
    objects.flatMap((object) => {
      const template = podTemplate(object)
      return template ? [{ namespace: object.metadata.namespace ?? '', template }] : []
    }),
  )
  return manifests.flatMap(({ path, objects }) =>
    objects.flatMap((object) => {
      const own = templates
        .filter(({ namespace }) => namespace === (object.metadata.namespace ?? ''))
        .map(({ template }) => template)
      const template = podTemplate(object)
      return [
        ...selectorFindings(`dist/${path}`, object, own),
        ...(template ? volumeFindings(`dist/${path}`, object, template) : []),
      ]
    }),
  )
}

function selectorFindings(
  file: string,
  object: KubeObject,
  templates: readonly PodTemplateSpec[],
): Finding[] {
  const name = `${object.kind}/${object.metadata.name}`
  const spec = (object['spec'] ?? {}) as Record<string, unknown>
  const miss = (selector: object) => error('selector', { file, field: `${name} spec.selector` }, { selector })
  const finds = (selector: LabelSelector) =>
    templates.some(({ metadata }) => selects(selector, metadata?.labels ?? {}))
  switch (object.kind) {
    case 'Service': {
      const matchLabels = spec['selector'] as Record<string, string> | undefined
      if (!matchLabels) return []
      if (!finds({ matchLabels })) return [miss(matchLabels)]
      return portFindings(
        file,
        name,
        spec['ports'] as { targetPort?: number | string }[],
        templates.filter(({ metadata }) => selects({ matchLabels }, metadata?.labels ?? {})),
      )
    }
    case 'PodDisruptionBudget': {
      const selector = spec['selector'] as LabelSelector
      return finds(selector) ? [] : [miss(selector)]
    }
    case 'Deployment':
    case 'StatefulSet': {
      const selector = spec['selector'] as LabelSelector
      const labels = (spec['template'] as PodTemplateSpec).metadata?.labels ?? {}
      return selects(selector, labels) ? [] : [miss(selector)]
    }
    default:
      return []
  }
}

function portFindings(
  file: string,
  name: string,
  ports: readonly { targetPort?: number | string }[],
  templates: readonly PodTemplateSpec[],
): Finding[] {
  const names = new Set(
    templates.flatMap(({ spec }) =>
      (spec?.containers ?? []).flatMap((one) => (one.ports ?? []).map((port) => port.name)),
    ),
  )
  return ports.flatMap(({ targetPort }, index) =>
    typeof targetPort === 'string' && !names.has(targetPort)
      ? [error('port', { file, field: `${name} spec.ports[${index}].targetPort` }, { port: targetPort })]
      : [],
  )
}

function volumeFindings(file: string, object: KubeObject, { spec }: PodTemplateSpec): Finding[] {
  const name = `${object.kind}/${object.metadata.name}`
  const templates =
    (object['spec'] as { volumeClaimTemplates?: { metadata: { name: string } }[] }).volumeClaimTemplates ?? []
  const volumes = new Set([
    ...(spec?.volumes ?? []).map((volume) => volume.name),
    ...templates.map(({ metadata }) => metadata.name),
  ])
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])]
  const mounted = new Set(containers.flatMap((one) => (one.volumeMounts ?? []).map((mount) => mount.name)))
  return [
    ...[...mounted]
      .filter((volume) => !volumes.has(volume))
      .map((volume) => error('volume', { file, field: name }, { problem: 'missing', volume })),
    ...[...volumes]
      .filter((volume) => !mounted.has(volume))
      .map((volume) => error('volume', { file, field: name }, { problem: 'unused', volume })),
    ...containers.flatMap((one) =>
      duplicates((one.env ?? []).map((variable) => variable.name)).map((variable) =>
        error('env', { file, field: `${name} ${one.name}` }, { variable }),
      ),
    ),
  ]
}

function duplicates(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) < index)
}
