import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { registerSlaCommand } from '../../../cli/commands/sla.ts';

function run(...args: string[]): Promise<unknown> {
  const program = new Command();
  registerSlaCommand(program);
  return program.parseAsync(['sla', 'rules', ...args], { from: 'user' });
}

test('writes the rules of all products of the repository, and replaces a file only when told to', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'gordian-rules-')), 'rules.yaml');
  await run('-o', file);
  const { groups } = parse(readFileSync(file, 'utf8')) as { groups: { name: string }[] };
  expect(groups.map(({ name }) => name)).toContain('gordian/orders/orders');
  await expect(run('-o', file)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  await run('-o', file, '--force');
});

test('says which contract cannot be read', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'gordian-rules-')), 'contract.yaml');
  writeFileSync(file, 'kind: nothing\n');
  await expect(run(file)).rejects.toMatchObject({ code: 'CONTRACT_INVALID', message: expect.stringContaining(file) });
});
