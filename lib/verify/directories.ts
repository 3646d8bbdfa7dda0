import { error, type Finding } from '../spec/finding.ts'

/**
 * Bytes of manifests that Argo CD reads from one directory unless it is told another number.
 *
 * @see https://github.com/argoproj/argo-cd/blob/v3.5.1/docs/operator-manual/argocd-cmd-params-cm.yaml reposerver.max.combined.directory.manifests.size
 */
const maxDirectoryBytes = 10 * 1000 * 1000

/** No directory holds more than Argo CD reads: it would refuse all of it. @param files text by path below dist */
export function verifyDirectories(files: ReadonlyMap<string, string>): Finding[] {
  const sizes = new Map<string, number>()
  for (const [path, text] of files) {
    const directory = path.slice(0, path.lastIndexOf('/'))
    sizes.set(directory, (sizes.get(directory) ?? 0) + Buffer.byteLength(text))
  }
  return [...sizes]
    .filter(([, bytes]) => bytes > maxDirectoryBytes)
    .map(([directory, bytes]) =>
      error(
        'directory-size',
        `dist/${directory}`,
        'all files',
        `they have ${bytes} bytes; Argo CD reads at most ${maxDirectoryBytes} of a directory`,
        'split the component',
      ),
    )
}
