/** Service account of the Job that exports a tenant; its rights in S3 hang on the name. */
export const exportAccount = 'export'

/** Folder of the audit bucket with a folder for each tenant's namespace. */
export const auditFolder = 'tenants/'

/** Folder of a cell's bucket with the exports that are kept for so many days. */
export function exportFolder(days: number): string {
  return `exports/${days}-days/`
}

/**
 * Where a namespace's export lies. Its folder is not called like the namespace: in a policy the star after a bucket's
 * first letters covers slashes too, and what Open WebUI may do in folders of that name it could do here.
 */
export function exportPrefix(days: number, namespace: string): string {
  return `${exportFolder(days)}of-${namespace}/`
}
