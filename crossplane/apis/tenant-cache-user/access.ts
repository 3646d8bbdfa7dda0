import { dedicatedCacheAccess, sharedCacheAccess } from '../../../lib/resolve/cache-access.ts'

/** CEL of an access string: the text that Paddock builds, with the claim's tenant in it. */
function built(access: (prefix: string) => string): string {
  const place = '⟦tenant⟧'
  return `'on ${access(`tenant-${place}`).split(place).join("' + self.tenant + '")}'`
}

/** CEL: the cache is the tenant's own. */
export const ownCache = "self.cache == 'tenant-' + self.tenant"

/**
 * CEL: the access string is one of the two that Paddock builds, to the letter. A pattern of allowed parts would have to
 * foresee every command and every form of rules that later versions of Valkey bring, for example selectors.
 */
export const builtAccess = `self.accessString == (${ownCache} ? ${built(dedicatedCacheAccess)} : ${built(sharedCacheAccess)})`
