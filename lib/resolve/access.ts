import type { TenantClusterSpec, TenantSpec } from '../spec/index.ts'
import { ownHosts } from './challenge.ts'
import { uploadMiB } from './open-webui-uploads.ts'
import { readOnlySettings } from './settings-pages.ts'
import { tenantHosts } from './tenant-hosts.ts'
import type { Rate, ResolvedAccess } from './types.ts'

/** Resolves how people come to a tenant: its hosts, their certificate, limits and time-outs. */
export function resolveAccess(spec: TenantSpec, cluster: TenantClusterSpec): ResolvedAccess {
  const closed = (spec.state ?? 'active') !== 'active'
  const hosts = tenantHosts(spec, cluster)
  const own = ownHosts(hosts, cluster.domain)
  const copies = cluster.cells[spec.cell]?.replicateTo ?? []
  return {
    hosts,
    ...rates(spec),
    uploadMiB: uploadMiB(spec),
    settings: readOnlySettings,
    readTimeoutSeconds: 1800,
    websocketTimeoutSeconds: 86_400,
    ...(own.length > 0
      ? {
          certificate: {
            from: 'issuer',
            issuer: 'letsencrypt',
            hosts: own,
            ...(copies.length > 0 ? { copyTo: copies } : {}),
          },
        }
      : {}),
    ...(closed ? { closedPage: closedPage(spec, ...closedFor(spec)) } : {}),
  }
}

/** Requests of a working person to the API in a minute, with reserve: an answer needs about eight requests. */
const requestsPerUser = 15
/**
 * A browser's first visit asks for 207 files at once (0.12.4: the files that its first page imports), and a whole
 * office may be one address: room for five such visits together, and for one a few seconds after.
 */
const leastAssets: Rate = { requestsPerMinute: 6000, burst: 1200 }

function rates({ limits, expectedUsers = 0 }: TenantSpec): Pick<ResolvedAccess, 'rate' | 'assetRate'> {
  const requestsPerMinute = limits?.requestsPerMinute ?? Math.max(600, requestsPerUser * expectedUsers)
  return {
    // A page that opens asks the API some thirty times.
    rate: { requestsPerMinute, burst: Math.max(100, Math.ceil(requestsPerMinute / 6)) },
    assetRate: {
      requestsPerMinute: Math.max(leastAssets.requestsPerMinute, 10 * requestsPerMinute),
      burst: Math.max(leastAssets.burst, 2 * requestsPerMinute),
    },
  }
}

/** The page for users. NGINX reads it as a string in double quotes, so it must not contain NGINX's special characters. */
export function closedPage(spec: TenantSpec, why: string, advice: string): string {
  const name = escapeHtml(spec.displayName ?? spec.id)
  const contact = escapeHtml(spec.contacts.owner)
  return [
    "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
    "<meta name='viewport' content='width=device-width, initial-scale=1'>",
    `<title>${name} ${why}</title></head>`,
    "<body style='font-family: sans-serif; margin: 15vh auto; max-width: 32em; padding: 0 1em'>",
    `<h1>${name} ${why}</h1>`,
    `<p>${advice} <a href='mailto:${contact}'>${contact}</a>.</p>`,
    '</body></html>',
  ].join('')
}

function closedFor({ state }: TenantSpec): [why: string, advice: string] {
  return [state === 'suspended' ? 'is paused' : 'has been closed', 'No data has been deleted. Please ask']
}

/** Signs of HTML, and `"`, `$` and `\\`, which NGINX gives a meaning to. */
function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"'$\\]/g, (char) => `&#${char.charCodeAt(0)};`)
}
