import { script } from '../../../lib/kube/script.ts'
import { readBeside, registry } from '../registry.ts'

/** Checks of kinds of Kubernetes itself, which no component brings. */
const ofKubernetes = {
  'apiextensions.k8s.io_CustomResourceDefinition': script(import.meta.url, 'health/crd.lua').text,
  batch_Job: script(import.meta.url, 'health/job.lua').text,
  autoscaling_HorizontalPodAutoscaler: script(import.meta.url, 'health/hpa.lua').text,
}

/** Lua texts by `<group>_<kind>` or `<pattern of groups>/*`, those of components among them. */
const checks: Readonly<Record<string, string>> = {
  ...ofKubernetes,
  ...Object.fromEntries(
    registry.flatMap(({ name, argocd }) =>
      Object.entries(argocd?.health ?? {}).map(([key, file]) => [key, readBeside(name, file)]),
    ),
  ),
}

const isPattern = (key: string) => key.includes('/')
const entries = Object.entries(checks).sort(([a], [b]) => (a < b ? -1 : 1))

/**
 * Health checks of kinds that Argo CD does not know, or whose built-in check does not fit. Checks with a pattern are in
 * the key `resource.customizations`, because Argo CD accepts patterns only there.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export const healthChecks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    entries
      .filter(([key]) => !isPattern(key))
      .map(([key, lua]) => [`resource.customizations.health.${key}`, lua]),
  ),
  'resource.customizations': entries
    .filter(([key]) => isPattern(key))
    .map(([key, lua]) => `${JSON.stringify(key)}:\n  health.lua: |\n${indented(lua)}`)
    .join(''),
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ')
}
