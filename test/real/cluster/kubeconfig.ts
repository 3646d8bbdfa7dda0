import { randomBytes } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Somebody with a token of the control plane. */
export interface Account {
  readonly user: string
  readonly groups: readonly string[]
  readonly token: string
}

/** The identities of a control plane: each server has its own, as on a real one. */
export function accounts() {
  const account = (user: string, ...groups: string[]): Account => ({
    user,
    groups,
    token: randomBytes(24).toString('hex'),
  })
  return {
    admin: account('paddock-verify', 'system:masters'),
    controllerManager: account('system:kube-controller-manager'),
    scheduler: account('system:kube-scheduler'),
  }
}

/** Writes the file of tokens that the API server reads. */
export function writeTokens(path: string, all: readonly Account[]): void {
  const lines = all.map(({ token, user, groups }) => `${token},${user},${user},"${groups.join(',')}"`)
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 })
}

/** Writes a kubeconfig; the API server's own certificate is the authority. Answers its path. */
export function writeKubeconfig(folder: string, name: string, port: number, { token }: Account): string {
  const path = join(folder, `${name}.kubeconfig`)
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name: 'verify',
        cluster: {
          server: `https://127.0.0.1:${port}`,
          'certificate-authority': join(folder, 'certificates', 'apiserver.crt'),
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name: 'verify', context: { cluster: 'verify', user: name } }],
    'current-context': 'verify',
  }
  writeFileSync(path, JSON.stringify(config), { mode: 0o600 })
  return path
}
