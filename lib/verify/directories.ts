import { error, type Finding } from '../findings/finding.ts'

/**
 * Most bytes that Argo CD reads of an Application that is a folder; above, it renders nothing of it.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-cmd-params-cm-yaml/ `reposerver.max.combined.directory.manifests.size`
 */
export const maxDirectoryBytes = 10_000_000

/** Adds a file to the bytes of its folder. */
export function addToFolder(folders: Map<string, number>, path: string, bytes: number): void {
  const folder = path.slice(0, path.lastIndexOf('/'))
  folders.set(folder, (folders.get(folder) ?? 0) + bytes)
}

/**
 * Every folder of dist stays below what Argo CD reads of one. All its files count, even where two Applications share
 * it.
 *
 * @param folders path below dist and the bytes of all its files
 */
export function verifyDirectories(folders: ReadonlyMap<string, number>): Finding[] {
  return [...folders]
    .filter(([, bytes]) => bytes > maxDirectoryBytes)
    .map(([folder, bytes]) =>
      error('directory-size', { file: `dist/${folder}` }, { bytes, most: maxDirectoryBytes }),
    )
}
