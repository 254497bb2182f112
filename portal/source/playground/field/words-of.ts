// The words and brackets of a GraphQL document, as far as they can be told apart: what is no token is a word of its own, and comments
// and texts hold nothing.

export interface Word {
  readonly text: string;
  readonly start: number;
  /** From 1. */
  readonly line: number;
  readonly isName: boolean;
  readonly isFirstOfLine: boolean;
}

const pattern =
  /(?<name>[_A-Za-z]\w*)|(?<skipped>"""(?:\\"""|[\s\S])*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|#[^\n]*|-?\d[\w.+-]*|[\s,\ufeff]+)|\.\.\.|[\s\S]/gu;

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let line = 1;
  let counted = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.groups?.skipped !== undefined) continue;
    for (; counted < match.index; counted++) if (text[counted] === '\n') line++;
    words.push({
      text: match[0],
      start: match.index,
      line,
      isName: match.groups?.name !== undefined,
      isFirstOfLine: match.index === 0 || text[match.index - 1] === '\n',
    });
  }
  return words;
}
