/**
 * Exit codes of a command: 0 success, 1 findings, 2 wrong use, 70 a bug of Paddock. A valid plan can also exit with 3,
 * a person should review it, or 4, it does harm.
 */
export const exitCodes = { ok: 0, findings: 1, usage: 2, review: 3, dangerous: 4, bug: 70 } as const
