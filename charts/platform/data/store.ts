/**
 * Account of the platform's data namespace under which External Secrets reads the passwords of tenants' databases; each
 * tenant's namespace lets it read its one Secret.
 */
export const passwordsReader = 'tenant-passwords'
