import { Browser } from './browser.ts'
import { type IdentityProvider, personHeader } from './provider.ts'
import type { Tenant } from './tenant.ts'

/** A browser in which somebody has signed in by the provider, up to the page to which the application sends people back. */
export async function signedIn(
  person: string,
  {
    host,
    issuer,
    tenant,
    provider,
  }: {
    readonly host: string
    readonly issuer: string
    readonly tenant: Tenant
    readonly provider: IdentityProvider
  },
): Promise<Browser> {
  const pod = tenant.pods[0]?.address ?? ''
  const browser = new Browser(
    { [host]: { pod }, [issuer]: { server: provider.address } },
    { [personHeader]: person },
  )
  await browser.open(
    `https://${host}/oauth/oidc/login`,
    (url) => url.hostname === host && url.pathname === '/auth',
  )
  return browser
}
