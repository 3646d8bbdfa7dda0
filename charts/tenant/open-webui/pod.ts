import type { ResolvedOpenWebui } from '../../../lib/resolve/pod-types.ts'

/** User of the application; the image's own is root. */
export const openWebuiUser = 10_002

/** The CA of the database as a file, where it is not a public one. */
export function databaseCaVolume({ databaseCa }: ResolvedOpenWebui) {
  return databaseCa
    ? [
        {
          name: 'database-ca',
          secret: { items: [{ key: databaseCa.key, path: 'ca.pem' }], secretName: databaseCa.secret },
        },
      ]
    : []
}

/** Path of the CA in the connection URL. */
export function databaseCaMount({ databaseCa }: ResolvedOpenWebui) {
  return databaseCa ? [{ mountPath: '/etc/paddock/database', name: 'database-ca', readOnly: true }] : []
}
