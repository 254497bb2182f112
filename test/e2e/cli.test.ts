// Every verb of `gordian` on a system that runs: how it ends, and what it writes in each format that it has. A verb without a row fails.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { exitCodes } from '../../cli/exit-codes.ts';
import { verbsOf } from '../../cli/global-flags.ts';
import { createProgram } from '../../cli/program.ts';
import { exitOfGordian, runGordian } from '../support/run-gordian.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-cli-'));
const unknownId = '00000000-0000-4000-8000-000000000000';
const { ok, findings, usage, invalidConfig, refused } = exitCodes;

interface Row {
  /** What follows the verb; {dir} is an empty folder. */
  readonly words: string;
  readonly persona?: string;
  readonly exit: number;
}

/** What starts a system of its own has tests of its own; here it is told something that it cannot do. */
const rows: Readonly<Record<string, Row>> = {
  init: { words: '{dir}/shop --dry-run', exit: ok },
  dev: { words: '{dir}', exit: invalidConfig },
  start: { words: '--port none', exit: usage },
  migrate: { words: 'subgraphs/orders --database postgres://nobody@127.0.0.1:9/none', exit: exitCodes.unreachable },
  apply: { words: '{dir}', exit: invalidConfig },
  doctor: { words: '--port 64000', exit: ok },
  compose: { words: '{dir}', exit: invalidConfig },
  plan: { words: '--query portal/queries/customer-profile.graphql --supergraph {dir}/none', exit: invalidConfig },
  'subgraph add': { words: 'reviews --dry-run', exit: ok },
  'subgraph lint': { words: 'subgraphs/orders', exit: ok },
  'subgraph list': { words: '', persona: 'pipeline', exit: ok },
  'subgraph check': { words: 'subgraphs/orders', persona: 'pipeline', exit: ok },
  'subgraph publish': { words: 'subgraphs/orders', persona: 'analyst', exit: refused },
  'subgraph promote': { words: 'orders --from dev --reason test', persona: 'analyst', exit: refused },
  'subgraph rollback': { words: 'orders --to 1 --reason test', persona: 'analyst', exit: refused },
  'subgraph delete': { words: 'orders --reason test', persona: 'analyst', exit: refused },
  'subgraph history': { words: '', persona: 'pipeline', exit: ok },
  'contract init': { words: '--from-sdl subgraphs/orders/schema.graphql --product library/books', exit: ok },
  'contract lint': { words: '', exit: ok },
  'contract diff': { words: 'subgraphs/orders/contract.yaml subgraphs/orders/contract.yaml', exit: ok },
  'contract bump': { words: '{dir}/none.yaml minor', exit: invalidConfig },
  'contract classify': { words: 'subgraphs/orders/contract.yaml', exit: ok },
  'contract deprecate': { words: '{dir}/none.yaml Order.total', exit: invalidConfig },
  'contract check': { words: '{dir}/none', exit: invalidConfig },
  'contract register': { words: 'subgraphs/orders', persona: 'analyst', exit: refused },
  'contract test': { words: 'subgraphs/orders', exit: invalidConfig },
  'product list': { words: '', persona: 'analyst', exit: ok },
  'product show': { words: 'orders/orders', persona: 'analyst', exit: ok },
  'product verify-examples': { words: '--no-report', persona: 'analyst', exit: ok },
  'operation extract': { words: 'portal/queries', exit: ok },
  'operation check': { words: 'portal/queries', persona: 'pipeline', exit: ok },
  'operation publish': { words: 'portal/queries --client-version 1.0.0', persona: 'analyst', exit: refused },
  'operation retire': { words: '--client-version 1.0.0', persona: 'analyst', exit: refused },
  'consumer verify': { words: '{dir}', exit: usage },
  'consumer mock': { words: '{dir}', exit: usage },
  'report compliance': { words: '--tag pii', persona: 'security-officer', exit: ok },
  'policy lint': { words: '--subgraphs {dir}', exit: invalidConfig },
  'policy test': { words: '--subgraphs {dir}', exit: invalidConfig },
  'policy explain': { words: '--as nobody --coordinate Customer.email --subgraphs {dir}', exit: invalidConfig },
  'policy diff': { words: '', exit: usage },
  'policy coverage': { words: '--subgraphs {dir}', exit: invalidConfig },
  'access request': { words: 'No.such --purpose support --reason test', persona: 'analyst', exit: usage },
  'access cancel': { words: unknownId, persona: 'analyst', exit: usage },
  'access approve': { words: `${unknownId} --reason test`, persona: 'steward', exit: usage },
  'access deny': { words: `${unknownId} --reason test`, persona: 'steward', exit: usage },
  'access revoke': { words: `${unknownId} --reason test`, persona: 'steward', exit: usage },
  'access break-glass': { words: 'No.such --ticket INC-1 --reason test', persona: 'steward', exit: refused },
  'access end-glass': { words: unknownId, persona: 'steward', exit: usage },
  'access review-glass': { words: `${unknownId} --verdict justified --note test`, persona: 'steward', exit: usage },
  'access list': { words: 'grants', persona: 'analyst', exit: ok },
  'changes subscribe': { words: 'no-address', persona: 'analyst', exit: usage },
  'changes list': { words: '', persona: 'analyst', exit: ok },
  'changes try': { words: unknownId, persona: 'analyst', exit: usage },
  'changes end': { words: unknownId, persona: 'analyst', exit: usage },
  'changes digest': { words: '', persona: 'analyst', exit: ok },
  'usage report': { words: '--field Customer.email', persona: 'steward', exit: ok },
  impact: { words: '', persona: 'steward', exit: usage },
  'lineage show': { words: 'Customer.email --up', persona: 'steward', exit: ok },
  'lineage export': { words: 'gordian:product:orders/orders', persona: 'steward', exit: ok },
  'lineage impact': { words: 'Customer.email', persona: 'steward', exit: findings },
  'lineage drift': { words: 'orders/orders', persona: 'steward', exit: ok },
  'lineage unmasked': { words: '--tag pii --max 99', persona: 'security-officer', exit: ok },
  'quality run': { words: 'subgraphs/orders', exit: invalidConfig },
  'quality status': { words: 'orders/orders', persona: 'steward', exit: ok },
  'sla rules': { words: '', exit: ok },
  'audit tail': { words: '--last 3', persona: 'security-officer', exit: ok },
  'audit who-saw': { words: 'Customer.email', persona: 'security-officer', exit: ok },
  'audit export': { words: '', persona: 'security-officer', exit: ok },
  'audit verify': { words: '--head {dir}/head.json', persona: 'security-officer', exit: ok },
  token: { words: '--persona analyst', exit: ok },
  explain: { words: 'FIELD_REMOVED', exit: ok },
  completion: { words: 'bash', exit: ok },
  provision: { words: '', exit: invalidConfig },
  secrets: { words: '', exit: ok },
  'demo-identity': { words: '--port none', exit: usage },
};

const verbs = verbsOf(await createProgram({})).map((verb) => [pathOf(verb), verb] as const);
const tokens = new Map<string, string>();

beforeAll(async () => {
  writeFileSync(
    join(folder, 'gordian.yaml'),
    `gateway: ${inject('gatewayUrl')}\nregistry: ${inject('processUrls').metadata}\n`,
  );
  const personas = Object.values(rows).flatMap(({ persona }) => persona ?? []);
  for (const persona of new Set(personas))
    tokens.set(persona, (await runGordian(line('token', `--persona ${persona}`))).stdout.trim());
});
afterAll(() => rmSync(folder, { recursive: true }));

it('has a row for every verb, and for no other', () => {
  expect(Object.keys(rows).sort()).toEqual(verbs.map(([path]) => path).sort());
});

describe.each(verbs)('gordian %s', (path, verb) => {
  const { words, persona, exit } = rows[path] ?? { words: '', exit: -1 };
  const environment = () => (persona === undefined ? {} : { GORDIAN_TOKEN: tokens.get(persona) });

  it(`${words} ends with ${exit}`, async () => {
    expect(await exitOfGordian(line(path, words), environment())).toBe(exit);
  });

  const isRead = persona !== undefined && !path.endsWith('check') && [ok, findings].some((code) => code === exit);
  it.each(isRead ? formatsOf(verb) : [])('--format %s', async (format) => {
    const { stdout, exitCode } = await runGordian([...line(path, words), '--format', format], environment());
    expect(exitCode).toBe(exit);
    if (format === 'json') expect(() => JSON.parse(stdout)).not.toThrow();
    if (format === 'junit') expect(stdout).toMatch(/^<\?xml .*\n<testsuites?[ >]/);
    if (format === 'github') expect(stdout.split('\n').filter((text) => !/^(::\w+ .*)?$/.test(text))).toEqual([]);
  });
});

/** The table is what a person gets, and is seen above; what verbs write that ask nobody is seen in tests of their own. */
function formatsOf(verb: Command): string[] {
  const { argChoices = [] } = verb.options.find(({ long }) => long === '--format') ?? {};
  return argChoices.filter((format) => format !== 'table' && format !== 'text');
}

function line(path: string, words: string): string[] {
  const given = words
    .replaceAll('{dir}', folder)
    .split(' ')
    .filter((word) => word !== '');
  const takesConfig = !['start', 'doctor'].includes(path);
  return [...path.split(' '), ...given, ...(takesConfig ? ['--config', join(folder, 'gordian.yaml')] : [])];
}

function pathOf(verb: Command): string {
  return verb.parent?.parent ? `${pathOf(verb.parent)} ${verb.name()}` : verb.name();
}
