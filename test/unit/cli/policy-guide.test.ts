// policies/README.md, run from top to bottom on a copy of the repository's policies: its rule, its commands with their output.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { runGordian } from '../../support/run-gordian.ts';

const guide = readFileSync(packageFile('policies/README.md'), 'utf8');
const blocks = [...guide.matchAll(/```(\w+)(?: (\S+))?\n([\s\S]*?)```/g)].map(([, kind, file, text]) => ({
  kind,
  file,
  text: text!,
}));

const before = process.cwd();
const folder = mkdtempSync(join(tmpdir(), 'gordian-policy-guide-'));
beforeAll(() => {
  for (const name of ['policies', 'subgraphs']) cpSync(packageFile(name), join(folder, name), { recursive: true });
  process.chdir(folder);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

it('does what it says', async () => {
  expect(blocks.filter(({ kind }) => kind === 'console').length).toBeGreaterThan(2);
  for (const { kind, file, text } of blocks) {
    if (kind === 'ts') writeFileSync(join(folder, file!), text);
    if (kind === 'yaml') writeFileSync(join(folder, 'policies/tests/guide.yaml'), text);
    if (kind === 'console') expect(uncounted(await replay(text))).toBe(uncounted(text));
  }
  expect((await runGordian(['policy', 'test'])).terminal).toMatch(/^\d+ tests: \d+ passed, 0 failed\.\n$/);
}, 120_000);

/** The block as its command would print it today. */
async function replay(block: string): Promise<string> {
  const [command = ''] = block.split('\n');
  return `${command}\n${(await runGordian(command.slice('$ gordian '.length).split(' '))).terminal}`;
}

/** A case that somebody adds to the repository is not the guide's business. */
function uncounted(text: string): string {
  return text.replace(/\d+ tests: \d+ passed/, 'n tests: n passed');
}
