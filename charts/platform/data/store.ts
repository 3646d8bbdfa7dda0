/**
 * Service account in the platform's data namespace. External Secrets uses it to read the passwords of tenants'
 * databases. Each tenant's namespace allows it to read one Secret.
 */
export const passwordsReader = 'tenant-passwords'
