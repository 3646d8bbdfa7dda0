import { join } from 'node:path'

function given(name: string): string {
  const value = process.env[name]
  if (!value) throw new Error('start these tests by `npm run verify:app`')
  return value
}

/** Folders that `build` filled: Open WebUI's Python, Ollama, and a store of models. */
export const python = given('PADDOCK_OPEN_WEBUI')
const ollamaFolder = given('PADDOCK_OLLAMA')
export const models = given('PADDOCK_MODELS')
/** The chroot of Debian 13 with PostgreSQL, Valkey, nginx and moto. */
export const debian = given('PADDOCK_DEBIAN')
/** Folder of this run; deleted by `run`. */
export const work = given('PADDOCK_APP_WORK')

/** Folder of Open WebUI and its Python packages. */
export const packages = join(python, 'lib/python3.11/site-packages')

/** Certificates that programs trust, the test's authority among them; `certificates.ts` writes it. */
export const trusted = join(work, 'trusted.pem')

/** In place of an image: a folder as its root, files over it, and the variables that the image itself sets. */
export interface Image {
  readonly root: string
  readonly mounts: readonly (readonly [from: string, to: string])[]
  readonly env: Readonly<Record<string, string>>
  /** SIGTERM where the image names none. */
  readonly stopSignal?: NodeJS.Signals
}

/** @see https://github.com/open-webui/open-webui/blob/v0.12.4/Dockerfile */
const openWebui: Image = {
  root: '/',
  mounts: [
    [join(packages, 'open_webui'), '/app/backend/open_webui'],
    [join(packages, 'open_webui/frontend'), '/app/build'],
    [trusted, join(packages, 'certifi/cacert.pem')],
    [trusted, join(packages, 'botocore/cacert.pem')],
    [trusted, '/etc/ssl/certs/ca-certificates.crt'],
  ],
  env: {
    PATH: `${join(python, 'bin')}:/usr/local/bin:/usr/bin:/bin`,
    ANONYMIZED_TELEMETRY: 'false',
    DOCKER: 'true',
    DO_NOT_TRACK: 'true',
    ENV: 'prod',
    LANG: 'C.UTF-8',
    OLLAMA_BASE_URL: '/ollama',
    OPENAI_API_BASE_URL: '',
    OPENAI_API_KEY: '',
    PORT: '8080',
    SCARF_NO_ANALYTICS: 'true',
    USE_CUDA_DOCKER: 'false',
    USE_OLLAMA_DOCKER: 'false',
  },
}

/** @see https://github.com/ollama/ollama/blob/v0.33.0/Dockerfile */
const ollama: Image = {
  root: '/',
  mounts: [
    [join(ollamaFolder, 'bin/ollama'), '/usr/bin/ollama'],
    [join(ollamaFolder, 'lib/ollama'), '/usr/lib/ollama'],
  ],
  env: { PATH: '/usr/local/bin:/usr/bin:/bin', NVIDIA_DRIVER_CAPABILITIES: 'compute,utility' },
}

/** Only the standard library is asked for. @see https://github.com/docker-library/python */
const plainPython: Image = {
  root: '/',
  mounts: [],
  env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
}

const server: Image = {
  root: debian,
  mounts: [],
  env: { PATH: '/usr/lib/postgresql/17/bin:/usr/sbin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
}

/** The program that replaces an image of dist; throws for an image that is not known here. */
export function imageOf(reference: string): Image {
  const name = reference.replace(/[@:][^/]*$/, '').replace(/^.*\//, '')
  if (name === 'open-webui') return openWebui
  if (name === 'ollama') return ollama
  if (name === 'python') return plainPython
  // @see https://github.com/nginx/docker-nginx/blob/master/stable/alpine-slim/Dockerfile
  if (name === 'nginx') return { ...server, stopSignal: 'SIGQUIT' }
  if (['pgvector', 'postgres', 'valkey'].includes(name)) return server
  throw new Error(`nothing runs in place of ${reference}`)
}
