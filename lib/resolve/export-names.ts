/** Service account of the Job that exports a tenant; its rights in S3 hang on the name. */
export const exportAccount = 'export'

/** Folder of the audit bucket with a folder for each tenant's namespace. */
export const auditFolder = 'tenants/'

/** Folder of a cell's bucket with the exports that are kept for so many days. */
export function exportFolder(days: number): string {
  return `exports/${days}-days/`
}

/**
 * Prefix of a namespace's export. The folder does not have the name of the namespace: in a policy, the star after the
 * first letters of a bucket also covers slashes. Open WebUI could then use its permissions on the export.
 */
export function exportPrefix(days: number, namespace: string): string {
  return `${exportFolder(days)}of-${namespace}/`
}

/** ConfigMap of a leaving tenant that Argo CD deletes before everything else of the tenant. */
export const exportGate = 'export-gate'

/** Label of the namespace of a tenant that leaves. */
export const leavingNamespace = { 'paddock.dev/leaves': 'true' } as const

/** Label of the Job that exports a tenant for the last time. */
export const lastExport = { 'paddock.dev/export': 'last' } as const
