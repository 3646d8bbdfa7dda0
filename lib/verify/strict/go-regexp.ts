/** Go writes flags into the pattern: `^(?i)(abort|warn)$`. */
export const goRegExp = Object.assign(
  (pattern: string, flags: string) => {
    const insensitive = pattern.includes('(?i)')
    return new RegExp(pattern.replaceAll('(?i)', ''), insensitive ? `${flags}i` : flags)
  },
  { code: 'goRegExp' },
)
