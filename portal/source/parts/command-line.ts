// Commands for a prompt. Their values come from the graph and from addresses that anybody can write, so that no shell may read more
// into one than a word. Pure.

/** The words of a command as a POSIX shell takes them apart again. */
export function commandLine(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** As it is where no shell reads anything into it. In single quotes nothing means anything, but a single quote. */
export function shellWord(text: string): string {
  return /^[\w./-][\w./=@-]*$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
