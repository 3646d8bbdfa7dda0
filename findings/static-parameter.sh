#!/usr/bin/env bash
# typebox 1.4.3 with TypeScript 6.0.3.
#
# Behaviour: a generic helper `f<T extends TSchema>(schema: T, value: Static<T>)` makes the compiler infer T from `value`,
# too. For that it compares TypeBox's conditional types with themselves. One call inside `Type.Object({ … })` costs about
# 1.3 million type instantiations. `value: NoInfer<Static<T>>` accepts and refuses the same calls for a small part of them.
# Common expectation: an inferred type beside the schema is free, since the schema alone decides T.
# Why it matters: every file that imports a schema with one such default waits seconds in the editor and in CI, and nothing
# in the output of the compiler names the helper.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{ "type": "module" }' > package.json
npm install --silent --no-audit --no-fund --save-exact typebox@1.4.3 typescript@6.0.3
source_of() {
  cat << TS
import { type Static, type TSchema, Type } from 'typebox'
declare function withDefault<T extends TSchema>(schema: T, value: $1): T
export const schema = Type.Object({ share: withDefault(Type.Integer({ minimum: 0 }), 30) })
TS
}
source_of 'Static<T>' > plain.ts
source_of 'NoInfer<Static<T>>' > no-infer.ts
instantiations() {
  npx tsc --ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2023 --extendedDiagnostics "$1" |
    sed -n 's/^Instantiations: *//p'
}
plain=$(instantiations plain.ts)
no_infer=$(instantiations no-infer.ts)
echo "Static<T>: $plain instantiations"
echo "NoInfer<Static<T>>: $no_infer instantiations"
[ "$plain" -gt $((10 * no_infer)) ]
