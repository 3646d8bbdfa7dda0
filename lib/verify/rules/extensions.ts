import { isDnsLabel } from '../strict/formats.ts'
import { exactlyOne, has, mapAt, type Rule, textAt, unless } from '../strict/rule.ts'

const webhookClient: Rule = (value) => exactlyOne(value, ['url', 'service'])

/** A path of a webhook's service has the parts of a DNS name between its slashes. */
const webhookService: Rule = (value) => {
  const path = value['path']
  if (typeof path !== 'string' || path === '') return []
  const parts = path.split('/').slice(1)
  const last = parts.at(-1) === '' ? parts.slice(0, -1) : parts
  return unless(
    path.startsWith('/') &&
      (path === '/' ||
        last.every((part) => /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(part))),
    '/path',
    'is not a path of lower-case letters, digits, hyphens and dots',
  )
}

const webhookUrl: Rule = (value) => {
  if (typeof value['url'] !== 'string') return []
  let url: URL
  try {
    url = new URL(value['url'])
  } catch {
    return [{ at: '/url', words: 'is not a URL' }]
  }
  return unless(
    url.hostname !== '' && url.username === '' && url.search === '' && url.hash === '',
    '/url',
    'may have no user, query or fragment',
  )
}

const apiService: Rule = (value) => {
  const { insecureSkipTLSVerify, caBundle, service } = value
  return [
    ...unless(
      insecureSkipTLSVerify !== true || caBundle === undefined || caBundle === '',
      '/insecureSkipTLSVerify',
      'cannot be true with a caBundle',
    ),
    ...unless(
      service !== undefined || (insecureSkipTLSVerify !== true && !has(value, 'caBundle')),
      '/service',
      'is needed by the other fields',
    ),
    ...unless(
      isDnsLabel(textAt(value, 'version')) && /^[a-z]/.test(textAt(value, 'version')),
      '/version',
      'is not a DNS label',
    ),
    ...unless(/^[a-z0-9.-]*$/.test(textAt(value, 'group')), '/group', 'is not a DNS name'),
  ]
}

/** The name of an aggregated API is its version and its group. */
const apiServiceName: Rule = (value) => {
  const { version, group } = mapAt(value, 'spec')
  return unless(
    textAt(mapAt(value, 'metadata'), 'name') === `${String(version)}.${String(group)}`,
    '/metadata/name',
    'must be the version and the group, with a dot between',
  )
}

/** Rules on servers that the API server calls, by definition. */
export const extensionRules: Readonly<Record<string, readonly Rule[]>> = {
  APIService: [apiServiceName],
  APIServiceSpec: [apiService],
  ApiextensionsV1ServiceReference: [webhookService],
  ApiextensionsV1WebhookClientConfig: [webhookClient, webhookUrl],
  ServiceReference: [webhookService],
  WebhookClientConfig: [webhookClient, webhookUrl],
}
