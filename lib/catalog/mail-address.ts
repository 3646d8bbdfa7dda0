/**
 * Pattern of a mail address: one `@`, a dot behind it, and no longer than SMTP accepts. Signs that separate addresses, or
 * parts of a `mailto:` link, are refused. It does not prove that the mailbox exists.
 *
 * @see https://www.rfc-editor.org/errata/eid1690
 */
export const mailAddress = {
  pattern: "^[A-Za-z0-9._+'-]+@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)+$",
  maxLength: 254,
} as const

/** The pattern in words; apart from it, because definitions of Kubernetes know no such field. */
export const mailAddressWords =
  'must be a mail address: a name of letters, digits and . _ + -, one @ and a domain'
