import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { x } from 'tinyexec'

/** The outcome of applying objects: how many were taken, and what the API server had to say. */
export interface Applied {
  readonly applied: number
  /** One line for each object that was refused. */
  readonly refused: readonly string[]
  /** Warnings: a pod template that would be refused, a deprecated version. */
  readonly warnings: readonly string[]
}

/** The command line of Kubernetes, bound to one cluster. */
export class Kubectl {
  readonly program: string
  readonly kubeconfig: string
  readonly #folder: string
  #files = 0

  constructor(program: string, kubeconfig: string, folder: string) {
    this.program = program
    this.kubeconfig = kubeconfig
    this.#folder = folder
    mkdirSync(join(folder, 'input'), { recursive: true })
  }

  /** Runs one command. Throws with its message when it fails. */
  async run(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#call(args)
    if (exitCode !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`)
    return stdout
  }

  /**
   * Applies documents as Argo CD does under server-side apply, in the order given; unknown fields are errors.
   *
   * @param conflicts Argo CD takes every field; here a field that two parties set is reported, unless they are `taken`
   */
  async apply(documents: readonly string[], conflicts: 'told' | 'taken' = 'told'): Promise<Applied> {
    if (documents.length === 0) return { applied: 0, refused: [], warnings: [] }
    const { stdout, stderr } = await this.#call([
      'apply',
      '--server-side',
      '--validate=strict',
      '--field-manager=argocd-controller',
      ...(conflicts === 'taken' ? ['--force-conflicts'] : []),
      '-o',
      'name',
      '-f',
      this.#file(documents),
    ])
    const lines = stderr.split('\n').filter((line) => line.trim() !== '')
    return {
      applied: stdout.split('\n').filter((line) => line !== '').length,
      refused: lines.filter((line) => !line.startsWith('Warning:')),
      warnings: lines.filter((line) => line.startsWith('Warning:')),
    }
  }

  #file(documents: readonly string[]): string {
    this.#files += 1
    const path = join(this.#folder, 'input', `${this.#files}.yaml`)
    writeFileSync(path, documents.map((text) => `---\n${text.trimEnd()}\n`).join(''))
    return path
  }

  async #call(args: readonly string[]) {
    const common = ['--kubeconfig', this.kubeconfig, '--cache-dir', join(this.#folder, 'kubectl-cache')]
    return await x(this.program, [...args, ...common])
  }
}
