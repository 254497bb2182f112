// Results in the form that build servers read.

export interface JunitCase {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** A sentence each; empty: passed. */
  readonly failures: readonly string[];
}

export function printJunit(suite: string, cases: readonly JunitCase[]): string {
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const opening = `<testsuite name="${escaped(suite)}" tests="${cases.length}" failures="${failed}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${opening}\n${cases.map(printCase).join('')}</testsuite>\n`;
}

function printCase({ file, line, name, failures }: JunitCase): string {
  const opening = `  <testcase classname="${escaped(file)}" name="${escaped(name)}" file="${escaped(file)}" line="${line}"`;
  if (failures.length === 0) return `${opening}/>\n`;
  return `${opening}>\n    <failure message="${escaped(failures[0]!)}">${escaped(failures.join('\n'))}</failure>\n  </testcase>\n`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  };
  return text.replace(/[&<>"\n]/g, (character) => entities[character]!);
}
