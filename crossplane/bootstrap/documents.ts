import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chargeTags, costAllocationTags } from '../../lib/resolve/budgets.ts'
import { boundaryPolicy } from '../iam/boundary.ts'
import { hubRoles } from './hub-roles.ts'

/**
 * Writes what hub.sh hands to AWS: `boundary.json`, for each role `<role>.trust.json` and `<role>.policy.json`, and
 * two lists: `roles.tsv` with a role and its service account a line, `tags.txt` with a tag of the bill a line.
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
write('tags.txt', [...Object.values(costAllocationTags), ...chargeTags].map((tag) => `${tag}\n`).join(''))
