import { error, type Finding } from '../spec/finding.ts'

/**
 * Most bytes that Argo CD reads of an Application that is a folder; above, it renders nothing of it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/ `reposerver.max.combined.directory.manifests.size`
 */
export const maxDirectoryBytes = 10_000_000

/**
 * Every folder of dist stays below what Argo CD reads of one. All its files count, even where two Applications share
 * it.
 *
 * @param files path below dist and size in bytes of each
 */
export function verifyDirectories(files: Iterable<readonly [path: string, bytes: number]>): Finding[] {
  const folders = new Map<string, number>()
  for (const [path, bytes] of files) {
    const folder = path.slice(0, path.lastIndexOf('/'))
    folders.set(folder, (folders.get(folder) ?? 0) + bytes)
  }
  return [...folders]
    .filter(([, bytes]) => bytes > maxDirectoryBytes)
    .map(([folder, bytes]) =>
      error(
        'directory-size',
        `dist/${folder}`,
        '',
        `it holds ${bytes} bytes; Argo CD reads a folder of ${maxDirectoryBytes} at most`,
        'split the component, or move tenants to another cluster',
      ),
    )
}
