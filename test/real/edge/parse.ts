/** A directive of NGINX: its words, and its block if it has one. */
export interface Directive {
  readonly words: readonly string[]
  readonly block?: readonly Directive[]
}

/** Parses the text of a configuration; throws when a block or a quote does not end. */
export function parse(text: string): readonly Directive[] {
  const tokens = tokensOf(text)
  let at = 0
  const directives = (inner: boolean): Directive[] => {
    const found: Directive[] = []
    let words: string[] = []
    for (;;) {
      const token = tokens[at++]
      if (token === undefined || token === '}') {
        if (words.length > 0 || inner !== (token === '}'))
          throw new Error(`the block ends at ${words.join(' ')}`)
        return found
      }
      if (token === ';') found.push({ words })
      else if (token === '{') found.push({ words, block: directives(true) })
      else {
        words.push(token)
        continue
      }
      words = []
    }
  }
  return directives(false)
}

/** Words and signs; words in quotes lose them. */
function tokensOf(text: string): string[] {
  const found = text.matchAll(
    /#[^\n]*|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([;{}])|((?:\$\{\w+\}|[^\s;{}])+)/g,
  )
  return [...found].flatMap(([whole, double, single, sign, bare]) =>
    whole.startsWith('#') ? [] : [double ?? single ?? sign ?? bare ?? ''],
  )
}

/** Says the parts that two configurations do not share, one a line. */
export function differences(ours: readonly Directive[], theirs: readonly Directive[], at = ''): string[] {
  const left = ours.map(textOf)
  const right = theirs.map(textOf)
  const missing = right.filter((text) => !left.includes(text)).map((text) => `only theirs, ${at}: ${text}`)
  return [
    ...left.filter((text) => !right.includes(text)).map((text) => `only ours, ${at}: ${text}`),
    ...missing,
  ]
}

/** A directive in one line, without regard to the layout of its file. */
export function textOf({ words, block }: Directive): string {
  const inner = block ? ` { ${block.map(textOf).join(' ')} }` : ';'
  return `${words.join(' ')}${inner}`
}
