/** A variable that `run` sets. */
export function given(name: string): string {
  const value = process.env[name]
  if (value === undefined) throw new Error('start these tests by `npm run verify:edge`')
  return value
}

/** Root of the file system that NGINX sees; its folders for configuration, caches and logs end with the run. */
export const root = given('PADDOCK_EDGE_ROOT')
/** Folder of this run; deleted by `run`. */
export const work = given('PADDOCK_EDGE_WORK')
/** True when the ingress controller itself generates the configuration. */
export const real = given('PADDOCK_INGRESS_IMAGE') !== ''
/** User `nginx` of the image. */
export const nginxUser = 101
