/** The one module that a spec imports. */
export const specModule = '../lib/spec/index.ts'
