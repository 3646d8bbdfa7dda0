import { expect, test } from 'vitest'
import type { KubeObject } from '../../lib/kube/object.ts'
import { embeddingsOf } from '../../lib/plan/embeddings.ts'
import { diffUnit } from '../../lib/plan/objects.ts'
import { reasonsOf } from '../../lib/plan/verdict.ts'
import { report } from '../support/plan-report.ts'

const application = (env: Readonly<Record<string, string>>, name = 'open-webui'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'tenant-a' },
  spec: {
    template: {
      spec: {
        containers: [{ name, env: Object.entries(env).map(([key, value]) => ({ name: key, value })) }],
      },
    },
  },
})
const unit = { path: 'us-east-1/tenants/a', cluster: 'us-east-1', tenant: 'a' }
const between = (before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) =>
  diffUnit(unit, [application(before)], [application(after)]).flatMap(embeddingsOf)

const now = { RAG_EMBEDDING_MODEL: 'nomic-embed-text', RAG_EMBEDDING_QUERY_PREFIX: 'search_query: ' }

test.each([
  ['another model', now, { ...now, RAG_EMBEDDING_MODEL: 'bge-m3' }, 'RAG_EMBEDDING_MODEL'],
  [
    'other words before questions',
    now,
    { RAG_EMBEDDING_MODEL: now.RAG_EMBEDDING_MODEL },
    'RAG_EMBEDDING_QUERY_PREFIX',
  ],
  [
    'words before passages',
    now,
    { ...now, RAG_EMBEDDING_CONTENT_PREFIX: 'd: ' },
    'RAG_EMBEDDING_CONTENT_PREFIX',
  ],
  ['other chunks', { ...now, CHUNK_SIZE: '1000' }, { ...now, CHUNK_SIZE: '2000' }, 'CHUNK_SIZE'],
])('%s: documents must be embedded anew', (_, before, after, variable) => {
  const embeddings = between(before, after)
  expect(embeddings).toMatchObject([{ variable, clusters: ['us-east-1'], tenants: ['a'] }])
  const [reason] = reasonsOf(report({ embeddings }))
  expect(reason).toMatchObject({ grade: 'review', tenants: ['a'] })
  expect(reason?.what).toMatch(/^documents must be embedded anew/)
})

test('any other change of the application says nothing of it', () => {
  expect(between(now, { ...now, LOG_FORMAT: 'text' })).toEqual([])
  expect(between(now, now)).toEqual([])
})
