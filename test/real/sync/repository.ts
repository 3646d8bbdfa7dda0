import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { x } from 'tinyexec'
import type { Document } from '../cluster/dist.ts'

const root = new URL('../../..', import.meta.url).pathname
const bootstrap = 'charts/platform/argocd/bootstrap.sh'

/** The address that dist names; the only thing of it that is changed. */
const published = 'https://github.com/paddock-example/paddock.git'

/** A Git repository on this machine that holds a cluster's dist on its branch `main`, and the bootstrap's script. */
export class Repository {
  readonly folder: string
  readonly #cluster: string

  constructor(folder: string, cluster: string) {
    this.folder = folder
    this.#cluster = cluster
  }

  /** The script that brings Argo CD in, beside the dist that it applies. */
  get bootstrap(): string {
    return join(this.folder, bootstrap)
  }

  /** Makes the repository with its first commit; answers that. */
  async create(dist: readonly Document[]): Promise<string> {
    mkdirSync(this.folder, { recursive: true })
    cpSync(join(root, bootstrap), this.bootstrap)
    await this.#git('init', '--quiet', '--initial-branch', 'main')
    await this.#git('config', 'user.name', 'verify')
    await this.#git('config', 'user.email', 'verify@paddock.example')
    return await this.commit(dist)
  }

  /** Puts another dist in the place of the one that is there, as one commit; answers it. */
  async commit(dist: readonly Document[]): Promise<string> {
    rmSync(join(this.folder, 'dist'), { recursive: true, force: true })
    for (const [path, texts] of this.#files(dist)) {
      const file = join(this.folder, 'dist', path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, texts.map((text) => `---\n${text.trimEnd()}\n`).join(''))
    }
    await this.#git('add', '--all')
    await this.#git('commit', '--quiet', '--message', 'Change dist')
    return (await this.#git('rev-parse', 'HEAD')).trim()
  }

  #files(dist: readonly Document[]): ReadonlyMap<string, string[]> {
    const files = new Map<string, string[]>()
    for (const { path, text } of dist.filter((one) => one.path.startsWith(`${this.#cluster}/`))) {
      const texts = files.get(path) ?? []
      texts.push(text.replaceAll(published, `file://${this.folder}`))
      files.set(path, texts)
    }
    return files
  }

  async #git(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await x('git', args, { nodeOptions: { cwd: this.folder } })
    if (exitCode !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
    return stdout
  }
}
