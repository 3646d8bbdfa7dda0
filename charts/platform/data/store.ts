/** SecretStore of the platform's data namespace: may read the administrators' entries and tenants' passwords. */
export const platformStore = 'platform-secrets'
