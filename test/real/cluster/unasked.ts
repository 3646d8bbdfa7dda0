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
 * What would be answered by pods, as the API server takes it, but asked about nothing: pods run no containers here, so
 * nobody would answer. Of a webhook, whatever it guards would be refused; of an aggregated API, no namespace could be
 * deleted (`aggregated.ts` sees it happen). A webhook meets nothing, an aggregated API is the server's own and empty.
 * Other objects stay as they are.
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
