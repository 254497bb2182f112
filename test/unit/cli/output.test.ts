// `--output`: what was there is replaced by data, kept when a verb fails, and gone when there is nothing to say.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { configureOutput, finishOutput, writeData } from '../../../cli/output.ts';
import { runGordian } from '../../support/run-gordian.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-output-'));
const output = join(folder, 'out.txt');
const content = () => readFileSync(output, 'utf8');
beforeEach(() => writeFileSync(output, 'of before'));
afterAll(() => {
  configureOutput({});
  rmSync(folder, { recursive: true });
});

it('holds what the verb writes, and nothing of before', async () => {
  const { stdout } = await runGordian(['explain', 'FIELD_REMOVED', '--output', output]);
  expect(stdout).toBe('');
  expect(content()).toMatch(/^FIELD_REMOVED\n/);
});

it('keeps all parts of what is written', () => {
  configureOutput({ output });
  for (const part of ['one ', 'two']) writeData(part);
  finishOutput();
  expect(content()).toBe('one two');
});

it('is as it was when the verb fails', async () => {
  await expect(runGordian(['explain', 'NO_SUCH_CODE', '--output', output])).rejects.toThrow();
  expect(content()).toBe('of before');
});

it('is empty after a verb that has nothing to say', () => {
  configureOutput({ output });
  finishOutput();
  expect(content()).toBe('');
});

it('says so when it cannot be written', async () => {
  await expect(runGordian(['explain', 'FIELD_REMOVED', '-o', join(folder, 'no/where')])).rejects.toMatchObject({
    code: 'CONFIG_INVALID',
  });
});
