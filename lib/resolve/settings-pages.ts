import { settingsRoutes } from '../catalog/settings-routes.ts'

/** How the edge keeps an administrator's pages of settings read-only. */
export interface ReadOnlySettings {
  /** Of NGINX: a regular expression over the paths by which settings change, and everything below them. */
  readonly path: string
  /** Answered to every method but GET; quotes are escaped, since NGINX reads it as a string in double quotes. */
  readonly refusal: string
}

const detail =
  'Settings are the same on all servers and come from the tenant’s file. A change here would reach one server only and ' +
  'be lost, so it was refused. Please ask the operators of this service.'

/**
 * Pages show the present settings and save nothing. Open WebUI 0.12.4 has no switch for that. With persistent settings,
 * the database would override the environment. Without them, each pod has its own.
 */
export const readOnlySettings: ReadOnlySettings = {
  path: `~ ^(?:${settingsRoutes.join('|')})(?:/|$)`,
  refusal: JSON.stringify({ detail }).replaceAll(/["\\]/g, '\\$&'),
}
