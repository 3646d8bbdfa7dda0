#!/usr/bin/env bash
# typebox 1.4.3, Node 20.
#
# Behaviour: `Value.Default` fills in defaults at any depth of objects, arrays and optional objects without a default of their
# own. It leaves the values of a `Type.Record` as they are, unless the value's schema itself has the keyword `default`,
# even one that is no valid value.
# Common expectation: the values of a record get their defaults as the items of an array and the fields of an object do.
# Why it matters: a configuration map (`cells`, `nodeGroups`) stays incomplete. The static type does not show it, and a
# reader finds `undefined` where the schema promises a value.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact typebox@1.4.3
cat > run.js << 'JS'
import { Type } from 'typebox'
import { Value } from 'typebox/value'

const cell = (options) => Type.Object({ backupDays: Type.Optional(Type.Integer({ default: 35 })) }, options)
const maps = (options) => Type.Object({
  object: cell(options),
  list: Type.Array(cell(options)),
  record: Type.Record(Type.String({ pattern: '^[a-z]+$' }), cell(options)),
})
const value = () => ({ object: {}, list: [{}], record: { a: {} } })
const [plain, marked] = [{}, { default: 'no valid value' }].map((options) => {
  const filled = Value.Default(maps(options), value())
  console.log(JSON.stringify({ options, filled }))
  return filled
})
const filledElsewhere = plain.object.backupDays === 35 && plain.list[0].backupDays === 35
process.exit(filledElsewhere && plain.record.a.backupDays === undefined && marked.record.a.backupDays === 35 ? 0 : 1)
JS
node run.js
