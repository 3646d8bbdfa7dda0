#!/usr/bin/env node
// Entry of `paddock`: plain JavaScript, so that an old Node still gets a clear message.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`paddock needs Node 20.19 or newer; this is ${process.versions.node}`)
  process.exit(2)
}
const { importBundled } = await import('./bundle.js')
const { main } = await importBundled('lib/cli/main.ts')
await main(process.argv)
