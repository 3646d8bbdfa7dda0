import { writeFileSync } from 'node:fs'
import { architectureSvg } from './architecture-svg.ts'

/** Writes the generated files of docs/ that no other command writes. */
writeFileSync(new URL('../../docs/architecture.svg', import.meta.url), architectureSvg())
console.log('docs/architecture.svg written')
