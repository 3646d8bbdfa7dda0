import { longestWake } from '../catalog/waits.ts'

/** Between the time-outs of two hops, so that the inner one ends first and its message arrives. Seconds. */
const step = 10
/** A model may send nothing for this time: a prompt of 8,192 tokens takes some seven minutes on a CPU. Seconds. */
const silence = 900

/**
 * Every time-out of a request on its way from the load balancer to llama-server, in one table, from outside to inside.
 * Each hop waits at least as long as the next one, so the hop that ends a request is the innermost that has to, and its
 * answer says why. Seconds.
 *
 * @see docs/serving.md#time-outs
 */
export const timeouts = {
  /**
   * The ingress controller keeps an idle connection for so long: longer than the load balancer, which would otherwise send
   * a request on a connection that NGINX is closing, and answer 502.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
   */
  ingressIdle: 4100,
  /**
   * The load balancer closes a connection that was idle for so long. This is the most that AWS accepts.
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
   */
  balancerIdle: 4000,
  /** The ingress controller waits so long for the next byte of Open WebUI. */
  ingressRead: 3900,
  /** Open WebUI ends a call of a model after this, its answer included (`AIOHTTP_CLIENT_TIMEOUT`). */
  openWebuiCall: 3800,
  /** The model gateway waits for the interceptor: it starts the server, and then the model is silent. */
  gatewayRead: (wakeSeconds: number): number => wakeSeconds + silence + 2 * step,
  /** The interceptor holds a request so long until the model server has a ready pod (`timeouts.readiness`). */
  wake: (wakeSeconds: number): number => wakeSeconds,
  /** The interceptor waits so long for the head of the server's answer (`timeouts.responseHeader`). */
  responseHeader: silence + step,
  /** The proxy in the pod of a model server waits so long for its next byte. */
  modelProxyRead: silence,
  /**
   * llama-server ends a connection that it cannot read or write for so long (`LLAMA_ARG_TIMEOUT`); its default is 3,600.
   * @see https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md
   */
  llamaServer: 600,
} as const

/** The longest that the hops behind Open WebUI may take before the first byte of an answer. Seconds. */
export const longestFirstByte = timeouts.gatewayRead(longestWake)
