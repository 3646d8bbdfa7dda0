import { resources, restrictedContainer } from '../../../lib/kube/pod.ts'
import { countsPort, ollamaPort, serverPort } from '../../../lib/resolve/ollama.ts'
import type { ResolvedOllama } from '../../../lib/resolve/pod-types.ts'
import { servingTimes } from '../../../lib/resolve/serving-times.ts'
import { proxyAlivePath, proxyConfig } from './proxy-config.ts'

/** Folder that server and proxy share: each learns from it that the other ends. */
export const runFolder = '/run/proxy'

/** Configuration of every model server's proxy. */
export const config = proxyConfig({
  port: ollamaPort,
  serverPort,
  countsPort,
  runFolder,
  scratchFolder: '/tmp',
  accessLog: '/dev/stdout',
  times: servingTimes,
})

/**
 * The container in front of the server. When the pod ends, the kubelet runs the hooks of all containers at the same time:
 * this one still serves for `leave` seconds, then gets the image's own stop signal, SIGQUIT, by which nginx ends once its
 * answers have. The server's hook waits for that.
 *
 * It is an ordinary container, not a native sidecar. Nothing needs it before the models are loaded. The kubelet stops a
 * sidecar last, when Ollama has already ended and no answer is left to drain.
 *
 * @see https://github.com/nginx/docker-nginx/blob/master/stable/alpine-slim/Dockerfile
 */
export function proxyContainer({ proxy }: ResolvedOllama) {
  const asks = (path: string) => ({ httpGet: { path, port: 'http' } })
  return {
    command: ['nginx', '-e', 'stderr', '-c', '/etc/proxy/nginx.conf', '-g', 'daemon off;'],
    image: proxy.image,
    lifecycle: { preStop: { sleep: { seconds: servingTimes.leave } } },
    // A probe of the proxy only: it must not fail because the server does not answer.
    livenessProbe: {
      ...asks(proxyAlivePath),
      failureThreshold: 6,
      periodSeconds: 10,
      terminationGracePeriodSeconds: servingTimes.hung,
      timeoutSeconds: 5,
    },
    name: 'proxy',
    ports: [
      { containerPort: ollamaPort, name: 'http', protocol: 'TCP' },
      { containerPort: countsPort, name: 'counts', protocol: 'TCP' },
    ],
    // This probe passes through the proxy to the server.
    readinessProbe: { ...asks('/'), failureThreshold: 2, periodSeconds: 5, timeoutSeconds: 3 },
    resources: resources(proxy.container),
    securityContext: restrictedContainer,
    startupProbe: { ...asks(proxyAlivePath), failureThreshold: 30, periodSeconds: 2, timeoutSeconds: 3 },
    volumeMounts: [
      { mountPath: '/etc/proxy', name: 'proxy', readOnly: true },
      { mountPath: runFolder, name: 'run' },
      { mountPath: '/tmp', name: 'proxy-tmp' },
    ],
  }
}
