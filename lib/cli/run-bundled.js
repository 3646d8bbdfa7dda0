// Runs a module of this repository from its bundle, as `paddock` runs: `node lib/cli/run-bundled.js lib/docs/main.ts`.
// To read its hundreds of sources one by one takes eight times as long.
import { importBundled } from './bundle.js'

await importBundled(process.argv[2])
