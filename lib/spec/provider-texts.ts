/** Address of an OpenID Connect provider, in the signs of a URL: no name or password, query or fragment. */
export const issuer = {
  maxLength: 500,
  pattern: "^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*)?$",
  patternErrorMessage: 'must be an https:// address without a query or a fragment',
  examples: ['https://sso.acme.example'],
} as const

/** A name that a provider gives: printable ASCII characters without spaces. */
export const printable = {
  minLength: 1,
  pattern: '^[\\x21-\\x7e]+$',
  patternErrorMessage: 'must be printable ASCII characters without spaces',
  examples: ['open-webui'],
} as const

/** The same for Argo CD, which reads a text that begins with a dollar sign as the name of a Secret's key. */
export const notReference = {
  minLength: 1,
  pattern: '^[\\x21-\\x23\\x25-\\x7e][\\x21-\\x7e]*$',
  patternErrorMessage:
    'must be printable ASCII characters without spaces, and must not begin with a dollar sign',
  examples: ['argocd'],
} as const
