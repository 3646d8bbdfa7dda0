import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repository } from '../support/workspace.ts'
import type { WalkedSchema } from './field-path.ts'

function read(...path: string[]): WalkedSchema {
  return JSON.parse(readFileSync(join(repository, ...path), 'utf8')) as WalkedSchema
}

const known = new Map<string, WalkedSchema>()

/** Schema of a kind with what its controller reports. */
export function kindSchema(apiVersion: string, kind: string): WalkedSchema {
  const id = `${apiVersion} ${kind}`
  const schema = known.get(id) ?? readKind(apiVersion, kind)
  known.set(id, schema)
  return schema
}

function readKind(apiVersion: string, kind: string): WalkedSchema {
  const [group = '', version = ''] = apiVersion.split('/')
  const file = `${kind}-${version}.json`
  if (!group.endsWith('.aws.upbound.io')) {
    return withStatus(read('lib/kube/schemas', group, file), {})
  }
  return withStatus(
    read('crossplane/provider-aws/schemas', group, file),
    read('crossplane/provider-aws/status', group, file),
  )
}

function withStatus(schema: WalkedSchema, status: WalkedSchema): WalkedSchema {
  return { ...schema, properties: { ...schema.properties, status } }
}
