import { isDeepStrictEqual } from 'node:util'
import { parseSpec } from '../../../lib/pipeline/spec/parse.ts'
import { mistakesOf } from '../../pipeline/spec-mistakes.ts'
import { accepted, refused } from '../../pipeline/spec-tricks.ts'

const wrong = refused.filter(
  ([, text, ...mistakes]) => !isDeepStrictEqual(mistakesOf('tenants/x.ts', text), mistakes),
)
const lost = accepted.filter(([, text, value]) => {
  const parsed = parseSpec('tenants/x.ts', text)
  return !('value' in parsed) || JSON.stringify(parsed.value) !== JSON.stringify(value)
})
console.log(
  `Node ${process.versions.node}: ${refused.length - wrong.length} of ${refused.length} tricks refused at their place, ${accepted.length - lost.length} of ${accepted.length} texts read`,
)
for (const [name] of [...wrong, ...lost]) console.error(`  ${name}`)
if (wrong.length + lost.length > 0) process.exitCode = 1
