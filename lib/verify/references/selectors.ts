import { error, type Finding } from '../../findings/finding.ts'
import type { LabelSelector, PodTemplateSpec } from '../../kube/types/kubernetes.ts'
import { podTemplate, selects } from '../reachability/model.ts'
import { is, type ValidManifest, type ValidObject } from '../valid.ts'

/** Selectors find pods, ports have names that exist, mounts have volumes and volumes are mounted. */
export function verifySelectors(manifests: readonly ValidManifest[]): Finding[] {
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
  object: ValidObject,
  templates: readonly PodTemplateSpec[],
): Finding[] {
  const name = `${object.kind}/${object.metadata.name}`
  const miss = (selector: object) => error('selector', { file, field: `${name} spec.selector` }, { selector })
  const finds = (selector: LabelSelector) =>
    templates.some(({ metadata }) => selects(selector, metadata?.labels ?? {}))
  if (is(object, 'v1', 'Service')) {
    const { selector: matchLabels, ports = [] } = object.spec
    if (!matchLabels) return []
    if (!finds({ matchLabels })) return [miss(matchLabels)]
    const selected = templates.filter(({ metadata }) => selects({ matchLabels }, metadata?.labels ?? {}))
    return portFindings(file, name, ports, selected)
  }
  if (is(object, 'policy/v1', 'PodDisruptionBudget')) {
    const { selector } = object.spec
    return selector && finds(selector) ? [] : [miss(selector ?? {})]
  }
  if (is(object, 'apps/v1', 'Deployment') || is(object, 'apps/v1', 'StatefulSet')) {
    const { selector, template } = object.spec
    return selects(selector, template.metadata?.labels ?? {}) ? [] : [miss(selector)]
  }
  return []
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

function volumeFindings(file: string, object: ValidObject, { spec }: PodTemplateSpec): Finding[] {
  const name = `${object.kind}/${object.metadata.name}`
  const templates = is(object, 'apps/v1', 'StatefulSet') ? (object.spec.volumeClaimTemplates ?? []) : []
  const volumes = new Set([
    ...(spec?.volumes ?? []).map((volume) => volume.name),
    ...templates.map(({ metadata }) => metadata?.name ?? ''),
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
