import { type Api, group } from './api.ts'

/** Name of an API's composition. */
export function compositionName({ plural }: Pick<Api, 'plural'>, variant?: string): string {
  return variant === undefined ? `${plural}.${group}` : `${plural}.${variant}.${group}`
}
