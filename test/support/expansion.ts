import type { KubeObject } from '../../lib/kube/object.ts'

/**
 * Expansion as the kubelet does it, with empty values: written from its source, not from Paddock's code.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.0/third_party/forked/golang/expansion/expand.go
 */
export function expand(text: string): { readonly text: string; readonly references: readonly string[] } {
  const references: string[] = []
  let out = ''
  for (let at = 0; at < text.length; at += 1) {
    const next = text[at + 1]
    if (text[at] !== '$' || next === undefined) {
      out += text[at]
      continue
    }
    at += 1
    if (next === '$') out += '$'
    else if (next !== '(') out += `$${next}`
    else {
      const end = text.indexOf(')', at)
      if (end === -1) {
        out += '$('
        continue
      }
      references.push(text.slice(at + 1, end))
      at = end
    }
  }
  return { text: out, references }
}

/** A text of a container in which Kubernetes expands references. */
export interface ContainerText {
  readonly place: string
  readonly text: string
}

interface Container {
  readonly name: string
  readonly env?: readonly { readonly name: string; readonly value?: string }[]
  readonly command?: readonly string[]
  readonly args?: readonly string[]
}

/** Values of variables, commands and arguments of every container in objects, at any depth. */
export function environmentOf(objects: readonly KubeObject[]): ContainerText[] {
  // A Job's name ends in a digest of its content.
  return objects.flatMap((object) => {
    const name = object.metadata.name.replace(/-[0-9a-f]{8}$/, '')
    return containersIn(object).flatMap((one) => textsOf(`${object.kind}/${name} ${one.name}`, one))
  })
}

function textsOf(of: string, { env = [], command = [], args = [] }: Container): ContainerText[] {
  return [
    ...env.map(({ name, value = '' }) => ({ place: `${of} ${name}`, text: value })),
    ...command.map((text, index) => ({ place: `${of} command[${index}]`, text })),
    ...args.map((text, index) => ({ place: `${of} args[${index}]`, text })),
  ]
}

function containersIn(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) =>
    (key === 'containers' || key === 'initContainers') && Array.isArray(child)
      ? (child as Container[])
      : containersIn(child),
  )
}
