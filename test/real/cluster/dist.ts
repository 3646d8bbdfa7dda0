import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { KubeObject } from '../../../lib/kube/object.ts'
import { listFiles } from '../../../lib/write/stage.ts'

/** One object of dist: the text that Argo CD would read, and what it says. */
export interface Document {
  /** Path below dist: `us-east-1/tenants/acme/network.yaml`. */
  readonly path: string
  readonly text: string
  readonly object: KubeObject
}

/** Every object of one cluster, file by file. */
export function readDist(dist: string, cluster: string): readonly Document[] {
  return [...listFiles(join(dist, cluster))]
    .filter((path) => path.endsWith('.yaml'))
    .sort()
    .flatMap((path) => documents(`${cluster}/${path}`, readFileSync(join(dist, cluster, path), 'utf8')))
}

/** Splits a stream; in dist a line of three hyphens is never part of a value, which is indented. */
export function documents(path: string, stream: string): readonly Document[] {
  return stream
    .split(/^---\n/m)
    .map((text) => ({ path, text, object: parse(text, { version: '1.1' }) as KubeObject | null }))
    .filter((document): document is Document => document.object !== null)
}

/** A name for people: `Deployment tenant-acme/bus`. */
export function title({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace ? `${metadata.namespace}/` : ''}${metadata.name}`
}

/** The API group of an object; the core group is ''. */
export function groupOf({ apiVersion }: KubeObject): string {
  return apiVersion.includes('/') ? (apiVersion.split('/')[0] ?? '') : ''
}
