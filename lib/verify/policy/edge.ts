import type { Breach } from './containers.ts'

/** Pattern of texts between double quotes in NGINX's configuration. */
const quotable = /^(?:[^"\\]|\\.)*$/s
const bareDollar = /\$(?!\{[^}]*\})/

/**
 * Texts that NGINX takes as strings in double quotes. The ingress controller refuses a VirtualServer with a text that
 * would leave them, and then serves none of its hosts; no schema says so.
 *
 * @see https://github.com/nginx/kubernetes-ingress pkg/apis/configuration/validation/virtualserver.go
 */
export function edgeBreaches(spec: object): Breach[] {
  return texts(spec, 'spec').flatMap(({ field, text }) => [
    ...(quotable.test(text) ? [] : [{ field, facts: { problem: 'nginx-quote' as const } }]),
    ...(bareDollar.test(text) ? [{ field, facts: { problem: 'nginx-dollar' as const } }] : []),
  ])
}

/** Bodies of answers and values of headers, wherever routes hold them. */
function texts(value: unknown, field: string): { field: string; text: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => texts(item, `${field}[${index}]`))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    typeof child === 'string'
      ? key === 'body' || key === 'value'
        ? [{ field: `${field}.${key}`, text: child }]
        : []
      : texts(child, `${field}.${key}`),
  )
}
