/**
 * What a command's exit code tells: 0 all is well, 1 findings, 2 wrong use, 70 a bug of Paddock; of a plan that is
 * right also 3, a person should look, and 4, harm is done.
 */
export const exitCodes = { ok: 0, findings: 1, usage: 2, review: 3, dangerous: 4, bug: 70 } as const
