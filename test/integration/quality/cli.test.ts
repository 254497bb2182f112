import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDomainDatabase, type TestDatabase } from '../../support/postgres.ts';
import { runGordian } from '../../support/run-gordian.ts';

let folder: string;
let database: TestDatabase;

beforeAll(async () => {
  database = await createDomainDatabase('shop');
  await database.query('CREATE TABLE sale (id text, amount int)');
  await database.query(`INSERT INTO sale VALUES ('a', 1), ('a', 2), ('b', -1)`);
  folder = mkdtempSync(join(tmpdir(), 'gordian-quality-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await database.drop();
});

const rules = {
  passing: '{ id: sales-exist, metric: rowCount, mustBeGreaterThan: 0 }',
  failing:
    '{ id: nothing-below-zero, type: sql, query: "SELECT count(*) FROM {object} WHERE amount < 0", mustBe: 0, severity: error }',
  mild: '{ id: few, metric: rowCount, mustBeLessThan: 2, severity: warning }',
  broken: '{ id: "what <is> \\"this\\"", type: sql, query: "SELECT nothing", mustBe: 0 }',
};

function subgraphWith(...quality: string[]): string {
  const subgraph = join(folder, 'subgraphs', 'shop');
  mkdirSync(subgraph, { recursive: true });
  writeFileSync(join(subgraph, 'schema.graphql'), 'type Query { sale: Sale } type Sale { id: ID! }');
  writeFileSync(
    join(subgraph, 'contract.yaml'),
    `apiVersion: v3.1.0
kind: DataContract
id: shop/sales
name: Sales
version: 1.0.0
status: active
domain: shop
team: { name: Shop }
servers:
  - { server: shop, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: shop }
schema:
  - name: Sale
    physicalName: sale
    quality: [${quality.join(', ')}]
    properties:
      - { name: id, logicalType: string, classification: internal, physicalName: id }
`,
  );
  return subgraph;
}

const run = (subgraph: string, ...more: string[]) =>
  runGordian(['quality', 'run', subgraph, '--database', database.url, ...more]);

describe('gordian quality run', () => {
  test('shows each check, and ends with 1 when one is not kept', async () => {
    const { stdout, stderr, exitCode } = await run(subgraphWith(rules.passing, rules.failing));
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['status', 'check', 'about', 'rows', 'observed', 'expected'],
      ['passing', 'shop/sales#sales-exist', 'Sale', '-', '3', 'rowCount must be greater than 0 rows'],
      ['failing', 'shop/sales#nothing-below-zero', 'Sale', '1', '1', 'the query must be 0'],
      [''],
    ]);
    expect(stderr).toBe('1 passing, 1 failing, 0 unknown.\n');
    expect(exitCode).toBe(1);
  });

  test.each<[string, string[], string[], number]>([
    ['all are kept', [rules.passing], [], 0],
    ['one only warns', [rules.passing, rules.mild], [], 0],
    ['one only warns and that counts', [rules.passing, rules.mild], ['--strict'], 1],
    ['one could not be run', [rules.broken], [], 1],
  ])('when %s, its exit code says so', async (_, quality, flags, code) => {
    expect((await run(subgraphWith(...quality), ...flags)).exitCode).toBe(code);
  });

  test('as JSON', async () => {
    const { stdout } = await run(subgraphWith(rules.failing), '--format', 'json');
    expect(JSON.parse(stdout)).toEqual({
      checks: [
        {
          check: 'shop/sales#nothing-below-zero',
          coordinate: 'Sale',
          expectation: 'the query must be 0',
          severity: 'error',
          status: 'FAILING',
          observed: 1,
          failedRows: 1,
          reason: null,
          place: { file: 'subgraphs/shop/contract.yaml', line: 14, column: expect.any(Number) },
        },
      ],
    });
  });

  test('as JUnit has it, whatever the rules are called', async () => {
    const { stdout } = await run(subgraphWith(rules.passing, rules.failing, rules.broken), '--format', 'junit');
    expect(stdout).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="shop/sales" tests="3" failures="1" errors="1">
    <testcase name="sales-exist" classname="Sale"/>
    <testcase name="nothing-below-zero" classname="Sale"><failure message="Expected: the query must be 0. Observed: 1, 1 row fails."/></testcase>
    <testcase name="what &lt;is&gt; &quot;this&quot;" classname="Sale"><error message="The database refused it (SQLSTATE 42703): column &quot;nothing&quot; does not exist."/></testcase>
  </testsuite>
</testsuites>
`);
  });

  test('as annotations of GitHub, at the rule', async () => {
    const { stdout } = await runGordian(
      ['quality', 'run', subgraphWith(rules.passing, rules.failing, rules.mild), '--database', database.url],
      { GITHUB_ACTIONS: 'true' },
    );
    expect(stdout).toMatch(
      /^::error file=subgraphs\/shop\/contract\.yaml,line=14,col=\d+,title=QUALITY_CHECK_FAILING::shop\/sales#nothing-below-zero: Expected: .*\n::warning .*#few: .*\n$/,
    );
  });

  test('the database may be named by the environment, and has to be named', async () => {
    const subgraph = subgraphWith(rules.passing);
    const { exitCode } = await runGordian(['quality', 'run', subgraph], { GORDIAN_DATABASE_URL: database.url });
    expect(exitCode).toBe(0);
    await expect(runGordian(['quality', 'run', subgraph])).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
  });

  test('a database that is away is no result of a check', async () => {
    const away = new URL(database.url);
    away.port = '1';
    const running = runGordian(['quality', 'run', subgraphWith(rules.passing), '--database', away.href]);
    await expect(running).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });

  test('a folder without a contract, and a contract that cannot be read, are refused', async () => {
    await expect(run(join(folder, 'subgraphs', 'nobody'))).rejects.toMatchObject({ code: 'CONFIG_INVALID' });
    const twice = run(subgraphWith(rules.passing, rules.passing));
    await expect(twice).rejects.toMatchObject({ code: 'CONTRACT_INVALID' });
  });
});
