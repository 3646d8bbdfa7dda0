import { script } from '../../../lib/kube/script.ts'

const lua = (name: string) => script(import.meta.url, `health/${name}.lua`).text

/** Checks of one kind each, by `<group>_<kind>`. */
const kinds = {
  'apiextensions.k8s.io_CustomResourceDefinition': 'crd',
  'argoproj.io_Application': 'application',
  autoscaling_HorizontalPodAutoscaler: 'hpa',
  'cert-manager.io_Certificate': 'certificate',
  'elbv2.k8s.aws_TargetGroupBinding': 'target-group-binding',
  'http.keda.sh_InterceptorRoute': 'interceptor-route',
} as const

/** Checks of all kinds of a group, by `<group>/*`. */
const groups = {
  '*.crossplane.io/*': 'crossplane',
  'k8s.nginx.org/*': 'nginx',
  'paddock.dev/*': 'claim',
} as const

/**
 * Health checks of kinds that Argo CD does not know, or whose built-in check does not fit. Checks with a pattern are in
 * the key `resource.customizations`, because Argo CD accepts patterns only there.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export const healthChecks: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(kinds).map(([key, name]) => [`resource.customizations.health.${key}`, lua(name)]),
  ),
  'resource.customizations': Object.entries(groups)
    .map(([key, name]) => `${JSON.stringify(key)}:\n  health.lua: |\n${indented(lua(name))}`)
    .join(''),
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, '    ')
}
