import type { Document } from './dist.ts'

const webhookKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration']

interface Webhook {
  readonly matchConditions?: readonly object[]
}

/** True for what makes the API server pass a part of its API on to a Service. */
export function isAggregated({ object }: Document): boolean {
  const { service } = (object['spec'] ?? {}) as { service?: object }
  return object.kind === 'APIService' && service !== undefined
}

/**
 * Webhooks and aggregated APIs in a form that the API server accepts but never calls: pods run no containers here, so
 * nobody would answer. An unanswered webhook would reject its objects; an unanswered aggregated API would prevent the
 * deletion of namespaces (`aggregated.ts` shows it). Here a webhook matches nothing, and an aggregated API is the
 * server's own and empty. Other objects stay as they are.
 */
export function unasked(document: Document): Document {
  if (webhookKinds.includes(document.object.kind)) {
    const webhooks = (document.object['webhooks'] as readonly Webhook[]).map((one) => ({
      ...one,
      matchConditions: [...(one.matchConditions ?? []), { name: 'nobody-answers', expression: 'false' }],
    }))
    return rewritten(document, { ...document.object, webhooks })
  }
  if (isAggregated(document)) {
    const { service: _, ...spec } = document.object['spec'] as Record<string, unknown>
    return rewritten(document, { ...document.object, spec })
  }
  return document
}

function rewritten(document: Document, object: Document['object']): Document {
  return { ...document, object, text: JSON.stringify(object) }
}
