// Every code that something of Gordian gives: errors, problems of contracts, schemas and policies, kinds of changes, verdicts. Those that are
// not errors of a process stand in tables of the reference pages, which are the one place where their meaning is written.
import { readdirSync, readFileSync } from 'node:fs';
import { errorTable } from '../kit/errors.ts';
import { packageFile } from '../kit/package-files.ts';
import { compositionCodes } from '../schema/composition-codes.ts';

export interface KnownCode {
  /** For lists: one sentence or two. */
  readonly meaning: string;
  /** All that is known, ending in a newline. */
  readonly text: string;
}

/** By code; what our own tables say wins over what the composition library says. */
export function knownCodes(): ReadonlyMap<string, KnownCode> {
  return new Map([...ofTheLibrary(), ...ofReferencePages(), ...ofErrors()]);
}

function ofErrors(): [string, KnownCode][] {
  return Object.entries(errorTable).map(([code, { status, audience, meaning, mend }]) => {
    const reader = audience === 'client' ? 'shown to clients' : 'for operators only';
    return [code, { meaning, text: `${code} (HTTP ${status}, ${reader})\n\n${meaning}\n\nWhat to do: ${mend}\n` }];
  });
}

function ofTheLibrary(): [string, KnownCode][] {
  return [...compositionCodes()].map(([code, { severity, meaning }]) => {
    const where = 'The message names the place and what is wrong there.';
    return [code, { meaning, text: `${code} (${severity} of the composition)\n\n${meaning}\n\n${where}\n` }];
  });
}

function ofReferencePages(): [string, KnownCode][] {
  const pages = readdirSync(packageFile('docs/reference')).filter(
    (name) => name.endsWith('.md') && name !== 'errors.md',
  );
  return pages.flatMap((page) => codesOnPage(`docs/reference/${page}`));
}

/** Rows of tables whose first cell is nothing but codes. */
function codesOnPage(page: string): [string, KnownCode][] {
  let titles: readonly string[] = [];
  return readFileSync(packageFile(page), 'utf8')
    .split('\n')
    .flatMap((line, index, lines) => {
      if (!line.startsWith('|')) return [];
      const cells = cellsOf(line);
      if (lines[index + 1]?.startsWith('|---')) titles = cells;
      if (!/^`[A-Z][A-Z0-9_]+`(, `[A-Z][A-Z0-9_]+`)*$/.test(cells[0]!)) return [];
      return [...cells[0]!.matchAll(/`(\w+)`/g)].map(
        ([, code]) => [code!, codeOf(code!, { titles, cells, page })] as [string, KnownCode],
      );
    });
}

interface Row {
  readonly titles: readonly string[];
  readonly cells: readonly string[];
  readonly page: string;
}

/** A table names what it says of a code in its head; the sentence is the longest thing that it says. */
function codeOf(code: string, { titles, cells, page }: Row): KnownCode {
  const said = cells.slice(1).map((cell) => cell.replaceAll('`', '').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
  const meaning = said.reduce((longest, cell) => (cell.length > longest.length ? cell : longest), '');
  const facts = said.flatMap((cell, index) =>
    cell === '' || cell === meaning ? [] : `${titles[index + 1]}: ${cell}\n`,
  );
  return { meaning, text: `${code}\n\n${meaning}\n\n${facts.join('')}More: ${page}\n` };
}

function cellsOf(line: string): string[] {
  return line
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}
