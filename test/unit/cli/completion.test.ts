// The scripts of `gordian completion` in the shells that they are for, as far as these are installed.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completionScript, shells } from '../../../cli/completion.ts';
import { createProgram } from '../../../cli/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-completion-'));
const scriptOf = (shell: string) => join(folder, `gordian.${shell}`);

beforeAll(async () => {
  const program = await createProgram({});
  for (const shell of shells) writeFileSync(scriptOf(shell), completionScript(program, shell));
});
afterAll(() => rmSync(folder, { recursive: true }));

const lacks = (shell: string) => spawnSync(shell, ['-c', 'true']).error !== undefined;

/** One process for all lines: the script is large. */
const asked = {
  bash: (lines: readonly string[]) =>
    lines.map((line) => {
      const words = line.split(' ');
      return `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; COMPREPLY=(); _gordian; echo "\${COMPREPLY[*]}"`;
    }),
  fish: (lines: readonly string[]) =>
    lines.map((line) => `echo (complete -C "${line}" | string replace -r '\\t.*' '')`),
};

const expected = [
  ['gordian subgr', 'subgraph'],
  ['gordian subgraph pu', 'publish'],
  ['gordian subgraph publish folder --accept', '--accept-unknown'],
  ['gordian subgraph publish --format g', 'github'],
  ['gordian contract lint --quiet --format ju', 'junit'],
] as const;

for (const shell of ['bash', 'fish'] as const)
  test.skipIf(lacks(shell))(`${shell} completes verbs, flags, and what a flag may be`, () => {
    const commands = asked[shell](expected.map(([line]) => line));
    const text = [`source ${scriptOf(shell)}`, ...commands].join('\n');
    const said = execFileSync(shell, ['-c', text], { encoding: 'utf8', env: { PATH: process.env.PATH, HOME: folder } });
    expect(said.trim().split('\n')).toEqual(expected.map(([, word]) => word));
  });

test.skipIf(lacks('zsh'))('zsh reads its script', () => {
  expect(spawnSync('zsh', ['-f', '-n', scriptOf('zsh')], { encoding: 'utf8' })).toMatchObject({
    status: 0,
    stderr: '',
  });
});
