#!/usr/bin/env node
// Entry of `paddock`: plain JavaScript, so that an old Node still gets a clear message.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`paddock needs Node 20.19 or newer; this is ${process.versions.node}`)
  process.exit(2)
}
const { importBundled } = await import('./bundle.js')
// Of `check` nothing stays behind, not even its own compiled code. A tenant of that name costs a second.
const { main } = await importBundled('lib/cli/main.ts', !process.argv.includes('check'))
await main(process.argv)
