// Measures as the command line runs: from a bundle.
import { importBundled } from '../../lib/cli/bundle.js'

await importBundled('test/bench/child.ts')
