/**
 * Pattern of a mail address: one `@`, a dot behind it, and no longer than SMTP accepts. It does not prove that the
 * mailbox exists.
 *
 * @see https://www.rfc-editor.org/errata/eid1690
 */
export const mailAddress = { pattern: '^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$', maxLength: 254 } as const

/** The pattern in words; apart from it, because definitions of Kubernetes know no such field. */
export const mailAddressWords = 'must be a mail address: a name, one @ and a domain'
