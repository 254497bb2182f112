// The words of an example as a shell would split it.

/** What stands before `gordian` and after a pipe is the shell's; values that it would put in are `x`. */
export function argumentsOfExample(example: string): string[] {
  const filled = example.replace(/\$\([^)]*\)|\$\w+/g, 'x');
  const [, line = ''] = /(?:^|\s)gordian (.*?)(?: [|>] .*)?$/.exec(filled) ?? [];
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
}
