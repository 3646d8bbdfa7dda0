// The fixtures' files read as those of any repository do: `../lib/spec/index.ts`.
export * from '../../../../lib/spec/index.ts'
