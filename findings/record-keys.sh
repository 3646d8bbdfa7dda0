#!/usr/bin/env bash
# typebox 1.4.3 with ajv 8.20.0, Node 20.
#
# Behaviour: `Type.Record(Type.String({ pattern }), value)` refuses no key. It becomes `patternProperties` without
# `additionalProperties: false`: a key that misses the pattern is accepted, and so is any value under it. typebox's own
# `Value.Check` agrees with ajv.
# Common expectation: a record whose keys have a type holds such keys only, as `Record<'a' | 'b', number>` does in TypeScript.
# Why it matters: a misspelt key of a configuration map (`cells`, `budget.nodes`) is accepted in silence and its value,
# of whatever type, is never checked. `additionalProperties: false` in the options closes the record.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact typebox@1.4.3 ajv@8.20.0
cat > run.js << 'JS'
import { Ajv } from 'ajv'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const record = (options) => Type.Record(Type.String({ pattern: '^(cpu|gpu)$' }), Type.Integer(), options)
const value = { cpu: 1, tpu: 'no integer at all' }
const seen = [{}, { additionalProperties: false }].map((options) => {
  const schema = record(options)
  return { options, schema, ajv: new Ajv().validate(schema, value), typebox: Value.Check(schema, value) }
})
for (const one of seen) console.log(JSON.stringify(one))
const [open, closed] = seen
process.exit(open.ajv && open.typebox && !closed.ajv && !closed.typebox ? 0 : 1)
JS
node run.js
