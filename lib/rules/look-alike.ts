/** Signs and pairs of signs that people take for another one at a glance, in the fonts of address bars. */
const alike: readonly (readonly [RegExp, string])[] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/[1i]/g, 'l'],
  [/0/g, 'o'],
  [/2/g, 'z'],
  [/3/g, 'e'],
  [/4/g, 'a'],
  [/5/g, 's'],
  [/7/g, 't'],
  [/8/g, 'b'],
]

/** Two labels of host names that people confuse have one fold: `acme` and `acrne`, `login` and `1og1n`. */
export function fold(label: string): string {
  return alike.reduce((text, [signs, sign]) => text.replace(signs, sign), label)
}

/** Labels of names that belong to a platform or its people, at which a person would enter a password or trust a text. */
const trusted =
  `account accounts admin administrator admins api app apps auth authentication authorize billing cdn cert certs
  console dashboard dns docs download ftp git gitops grafana health help helpdesk identity idp internal kibana
  kubernetes localhost log-in login logout mail metrics monitoring ns1 ns2 oauth oauth2 oidc openid operations operator
  operators ops paddock password pay payment payments platform portal postmaster prometheus proxy register root saml
  secure security server service session settings sign-in sign-on sign-out sign-up signin signon signout signup sso
  static status support system token update vault verify vpn web webmail webmaster www`.split(/\s+/)
const byFold = new Map(trusted.map((name) => [fold(name), name]))
const joined = new Map(trusted.map((name) => [fold(name.replaceAll('-', '')), name]))

/** Words that a label may not even hold: no other word has them as a part by chance. */
const strong = ['admin', 'login', 'logon', 'oauth', 'paddock', 'password', 'signin', 'signon']

/** The trusted name that a label reads as. */
export function readsAsTrusted(label: string): string | undefined {
  return byFold.get(fold(label)) ?? joined.get(fold(label).replaceAll('-', ''))
}

/** The trusted name that a label has as one of its words, or holds within one. */
export function holdsTrusted(label: string): string | undefined {
  const folded = fold(label)
  const words = label
    .split('-')
    .map((word) => byFold.get(fold(word)) ?? byFold.get(fold(word.replace(/\d+$/, ''))))
  const part = strong.find((word) => folded.replaceAll('-', '').includes(fold(word)))
  return readsAsTrusted(label) ?? words.find((word) => word !== undefined) ?? part
}
