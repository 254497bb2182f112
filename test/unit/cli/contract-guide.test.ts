// The guide on contracts, run from top to bottom: its schema, its commands with their output, its edits.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { runGordian } from '../../support/run-gordian.ts';

const guide = readFileSync(packageFile('docs/guides/write-a-contract.md'), 'utf8');
const blocks = [...guide.matchAll(/```(\w+)(?: (\S+))?(?: (\S+))?\n([\s\S]*?)```/g)].map(
  ([, kind, file, target, text]) => ({ kind, file, target, text: text! }),
);
const schema = 'subgraphs/tickets/schema.graphql';

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'gordian-guide-'));
beforeAll(() => process.chdir(folder));
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

it('does what it says', async () => {
  expect(blocks.map(({ kind }) => kind)).toContain('console');
  for (const { kind, file, target, text } of blocks) {
    if (kind === 'graphql') write(schema, text);
    if (kind === 'copy') cpSync(join(folder, file!), join(folder, target!), { recursive: true });
    if (kind === 'replace') replaceIn(file!, text);
    if (kind === 'console') expect(await replay(text)).toBe(text);
  }
});

/** The block as the commands in it would print it today. */
async function replay(block: string): Promise<string> {
  const commands = block.split('\n').filter((line) => line.startsWith('$ gordian '));
  let terminal = '';
  for (const command of commands) {
    const args = [...command.slice('$ gordian '.length).matchAll(/"([^"]*)"|(\S+)/g)].map(
      ([, quoted, plain]) => quoted ?? plain!,
    );
    terminal += `${command}\n${(await runGordian(args)).terminal}`;
  }
  return terminal;
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** The first line of the block is replaced, everywhere in the file, by the rest. */
function replaceIn(file: string, block: string): void {
  const [from = '', ...to] = block.replace(/\n$/, '').split('\n');
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  write(file, text.replaceAll(from, to.join('\n')));
}
