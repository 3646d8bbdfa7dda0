import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { listFiles } from '../../../lib/write/stage.ts'
import { smallRoot } from '../../support/small.ts'
import { repository } from '../../support/workspace.ts'

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, parallel: { type: 'string', default: '20' } },
})
const root = mkdtempSync(join(tmpdir(), 'paddock-kills-'))
const wrong: string[] = []

/** Exit code of a command of Paddock; undefined when it was killed. */
function paddock(
  args: readonly string[],
  killAfterMs?: number,
): Promise<{ code: number | null; err: string }> {
  return new Promise((resolve) => {
    const child = spawn('node', [join(repository, 'lib/cli/paddock.js'), '--root', root, ...args])
    let err = ''
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString()
    })
    if (killAfterMs !== undefined) setTimeout(() => child.kill('SIGKILL'), killAfterMs)
    child.on('close', (code) => resolve({ code, err }))
  })
}

const dist = () =>
  JSON.stringify(
    listFiles(join(root, 'dist'), (path) => !path.startsWith('.stage')).map((path) => [
      path,
      readFileSync(join(root, 'dist', path), 'utf8'),
    ]),
  )
const tenant = join(root, 'tenants/first.ts')
let source = ''
/** One of two contents of the specs, which differ in many files. */
const choose = (index: number) =>
  writeFileSync(
    tenant,
    index % 2 === 0 ? source : source.replace("'standard'", "'standard', displayName: 'Other'"),
  )

try {
  smallRoot(root)
  source = readFileSync(tenant, 'utf8')
  const started = performance.now()
  await paddock(['synth'])
  const fresh: string[] = []
  for (const index of [0, 1]) {
    choose(index)
    await paddock(['synth'])
    fresh[index] = dist()
  }
  if (fresh[0] === fresh[1]) throw new Error('the two contents give the same dist')
  const wholeMs = (performance.now() - started) / 3

  let [whole, reported] = [0, 0]
  for (let kill = 0; kill < Number(values.kills); kill += 1) {
    choose(kill)
    await paddock(['synth', '--no-cache'], wholeMs * (0.3 + (0.9 * kill) / Number(values.kills)))
    const found = dist()
    if (found === fresh[kill % 2] || found === fresh[(kill + 1) % 2]) whole += 1
    else if ((await paddock(['check'])).code === 1) reported += 1
    else wrong.push(`kill ${kill}: a mixture, and check reports nothing`)
    if (kill % 10 === 9) {
      const after = await paddock(['synth'])
      if (after.code !== 0 || dist() !== fresh[kill % 2])
        wrong.push(`kill ${kill}: the next run does not repair it`)
    }
  }
  console.log(
    `${values.kills} kills: ${whole} left the dist of one run, ${reported} a mixture that check reports`,
  )

  const runs = await Promise.all(
    Array.from({ length: Number(values.parallel) }, (_, index) => {
      choose(index)
      return paddock(['synth', '--no-cache'])
    }),
  )
  const failed = runs.filter(({ code }) => code !== 0)
  for (const { code, err } of failed) wrong.push(`a parallel run ended with ${code}: ${err}`)
  const last = dist()
  if (last !== fresh[0] && last !== fresh[1]) wrong.push('parallel runs left a mixture')
  console.log(`${values.parallel} parallel runs: ${runs.length - failed.length} ended with 0`)
} finally {
  rmSync(root, { recursive: true, force: true })
}
for (const line of wrong) console.error(line)
if (wrong.length > 0) process.exitCode = 1
