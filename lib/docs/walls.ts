/** A part of the repository whose change can open a wall between tenants, or hide that one is open. */
export interface Wall {
  /** Pattern of CODEOWNERS. */
  readonly path: string
  readonly why: string
}

/**
 * Everything that the security team reviews beside the platform team; the components' folders follow from their
 * `reviewedBy`. `npm run docs` writes it to the end of CODEOWNERS, where it outweighs the lines above.
 */
export const walls: readonly Wall[] = [
  { path: '/.github/', why: 'workflows, their tokens, and the owners themselves' },
  { path: '/.ci/', why: 'the proofs that a change must pass' },
  { path: '/package.json', why: 'code of others that runs on every machine' },
  { path: '/package-lock.json', why: 'the same, by version and checksum' },
  { path: '/biome.json', why: 'which folder may import which' },
  { path: '/lib/spec/', why: 'values that a tenant may write' },
  { path: '/lib/rules/', why: 'refusals across files: hosts, addresses, groups' },
  { path: '/lib/pipeline/', why: 'reads files of strangers, and decides that nothing is written' },
  { path: '/lib/plan/', why: 'calls a change dangerous' },
  { path: '/lib/cli/plan*.ts', why: 'prints the plan, also as a comment' },
  { path: '/lib/verify/', why: 'refuses objects, and proves isolation' },
  { path: '/lib/write/', why: 'writes dist, and reads it back' },
  { path: '/lib/kube/', why: 'schemas, Pod Security and guards of objects' },
  { path: '/lib/findings/printable.ts', why: 'text of strangers on a terminal' },
  { path: '/lib/registry/', why: 'digests of images' },
  { path: '/lib/models/', why: 'digests of models' },
  { path: '/lib/catalog/image*', why: 'images that may run' },
  { path: '/lib/catalog/mail-address.ts', why: 'recipients of mails' },
  { path: '/lib/catalog/special-blocks.ts', why: 'addresses that are not public' },
  { path: '/lib/resolve/', why: 'traffic, secrets, roles and sign-in of tenants' },
  { path: '/lib/docs/walls.ts', why: 'this list' },
  { path: '/lib/docs/code-owners.ts', why: 'writes this list' },
  { path: '/charts/argocd/', why: 'projects: which Application may create which objects' },
  { path: '/charts/kit/', why: 'RBAC and security contexts of every component' },
  { path: '/charts/own/', why: 'code of a team that runs in synthesis' },
  { path: '/charts/tenant/', why: 'objects, scripts and SQL of tenants' },
  { path: '/crossplane/', why: 'IAM documents, keys, networks and buckets' },
  { path: '/test/allow/', why: 'objects that the three walls must refuse' },
  { path: '/test/verify/', why: 'proves that the verifier refuses' },
  { path: '/test/github/', why: 'proves these lines and the workflows' },
]
