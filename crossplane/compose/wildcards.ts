/**
 * Why a statement that allows something does so on `*`, by its Sid. A statement that is not here may not, and a line
 * that no statement needs has to go.
 */
export const wildcardReasons: Readonly<Record<string, string>> = {}
