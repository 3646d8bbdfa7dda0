/** Service accounts that External Secrets uses to read Secrets. It may request tokens of these accounts and of no other. */

/** In a tenant's namespace. Its role may read and write only this tenant's secret; the claim binds the role to it. */
export const secretsReader = 'secrets-reader'

/**
 * In the platform's data namespace. It reads the passwords of tenants' databases. Each tenant's namespace allows it to
 * read one Secret.
 */
export const passwordsReader = 'tenant-passwords'

/** In the platform's data namespace. It reads the addresses of a cell. @param cell name of the cell's claims */
export function cellReader(cell: string): string {
  return `${cell}-reader`
}
