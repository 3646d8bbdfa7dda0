import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { printable } from '../findings/printable.ts'
import { LockedError } from '../pipeline/lock.ts'
import { addCapacity } from './capacity.ts'
import { addComponent } from './component.ts'
import { addCost } from './cost.ts'
import { addDrill } from './drill.ts'
import { exitCodes } from './exit-codes.ts'
import { addImages } from './images.ts'
import { addModels } from './models.ts'
import { addPlan } from './plan.ts'
import { addSchema } from './schema.ts'
import { addSimulate } from './simulate.ts'
import { addCheck, addSynth } from './synth.ts'
import { addTenant } from './tenant.ts'

/** Builds the command line; without side effects, so that tests can look at it. */
export function program(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const paddock = new Command('paddock')
    .description('Turns tenants/ and clusters/ into every Kubernetes object of the platform')
    .version(version)
    .option('--root <folder>', 'folder that holds tenants/ and clusters/ (default: the nearest one upwards)')
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows what there is)')
    .addHelpText(
      'after',
      '\nExit codes: 0 success, 1 findings, 2 wrong use, 3 and 4 see plan, 70 a bug of Paddock',
    )
  for (const add of [
    addSynth,
    addCheck,
    addPlan,
    addTenant,
    addComponent,
    addSchema,
    addImages,
    addModels,
    addCost,
    addCapacity,
    addDrill,
    addSimulate,
  ])
    add(paddock)
  return paddock
}

/** Runs a command line; sets the exit code and never throws. */
export async function main(argv: readonly string[]): Promise<void> {
  const paddock = program()
  for (const command of [paddock, ...allCommands(paddock)]) command.exitOverride()
  try {
    await paddock.parseAsync([...argv])
  } catch (cause) {
    if (cause instanceof CommanderError) {
      process.exitCode = cause.exitCode === 0 ? exitCodes.ok : exitCodes.usage
      return
    }
    const wrong = cause instanceof LockedError ? cause.message : systemError(cause)
    if (wrong !== undefined) {
      console.error(wrong)
      process.exitCode = exitCodes.usage
      return
    }
    console.error('This is a bug of Paddock, not of your files:')
    console.error(cause instanceof Error ? cause.stack : cause)
    process.exitCode = exitCodes.bug
  }
}

const systemErrors: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EAGAIN: 'the machine lacks processes or memory',
  EBUSY: 'it is in use',
  EDQUOT: 'the quota of the disk is used up',
  EEXIST: 'a file is where a folder should be',
  EFBIG: 'the file is too large for the file system',
  EIO: 'the disk failed to read or write',
  EISDIR: 'a folder is where a file should be',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the path is too long',
  ENFILE: 'too many open files on this machine',
  ENOMEM: 'the machine lacks memory',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'it is no folder, or lies below what is none',
  ENOTEMPTY: 'a folder with files in it is where a file should be',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
}

/** A wrong path, number or value is more likely Paddock's own. */
const mayBeBugs: ReadonlySet<string> = new Set(['EBADF', 'EINVAL', 'ENOENT'])

/** The machine's refusal in one line, with the path where Node names it; undefined for anything that might be a bug. */
export function systemError(cause: unknown): string | undefined {
  const { code = '', path, dest, syscall } = cause as NodeJS.ErrnoException & { dest?: string }
  if (syscall === undefined || !/^E[A-Z0-9]+$/.test(code) || mayBeBugs.has(code)) return undefined
  const why = Object.hasOwn(systemErrors, code) ? systemErrors[code] : `the machine reports ${code}`
  // A full disk is noticed in the middle of a file, where only its number is known.
  return `${printable(dest ?? path ?? `the machine refused to ${syscall}`)}: ${why}`
}

function allCommands(command: Command): Command[] {
  return command.commands.flatMap((child) => [child as Command, ...allCommands(child as Command)])
}
