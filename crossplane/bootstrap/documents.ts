import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { billTags } from '../../lib/resolve/tags.ts'
import { boundaryPolicy } from '../iam/boundary.ts'
import { hubRoles } from './hub-roles.ts'
import { planText } from './plan-text.ts'

/**
 * Writes the documents that hub.sh sends to AWS: `boundary.json`, and for each role `<role>.trust.json` and
 * `<role>.policy.json`. Writes two lists: `roles.tsv` with a role and its service account in each line, and `tags.txt`
 * with a cost allocation tag in each line. `plan.txt` says all of it for a person. With `indented` the documents are for
 * reading.
 */
const [folder = '', accountId = '', region = '', cluster = '', form = 'compact'] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const place = { accountId, region, cluster }
const roles = hubRoles(place)
const json = (document: object) =>
  form === 'indented' ? `${JSON.stringify(document, undefined, 2)}\n` : JSON.stringify(document)

write('boundary.json', json(boundaryPolicy(accountId)))
for (const { role, trust, policy } of roles) {
  write(`${role}.trust.json`, json(trust))
  if (policy) write(`${role}.policy.json`, json(policy))
}
write('roles.tsv', roles.map(({ role, serviceAccount }) => `${role}\t${serviceAccount}\n`).join(''))
write('plan.txt', planText(place, roles))
write('tags.txt', billTags.map((tag) => `${tag}\n`).join(''))
