import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { billTags } from '../../lib/resolve/tags.ts'
import { boundaryPolicy } from '../iam/boundary.ts'
import { hubRoles } from './hub-roles.ts'

/**
 * Writes the documents that hub.sh sends to AWS: `boundary.json`, and for each role `<role>.trust.json` and
 * `<role>.policy.json`. Writes two lists: `roles.tsv` with a role and its service account in each line, and `tags.txt`
 * with a cost allocation tag in each line.
 */
const [folder = '', accountId = '', region = '', cluster = ''] = process.argv.slice(2)
mkdirSync(folder, { recursive: true })
const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
const roles = hubRoles({ accountId, region, cluster })

write('boundary.json', JSON.stringify(boundaryPolicy(accountId)))
for (const { role, trust, policy } of roles) {
  write(`${role}.trust.json`, JSON.stringify(trust))
  if (policy) write(`${role}.policy.json`, JSON.stringify(policy))
}
write('roles.tsv', roles.map(({ role, serviceAccount }) => `${role}\t${serviceAccount}\n`).join(''))
write('tags.txt', billTags.map((tag) => `${tag}\n`).join(''))
