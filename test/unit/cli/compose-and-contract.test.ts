// `gordian compose` and `gordian contract init|lint`: what goes to stdout, what to stderr, and with which exit code.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { type GordianRun, runGordian } from '../../support/run-gordian.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-cli-'));
  cpSync(packageFile('test/fixtures/contracts/subgraphs'), join(folder, 'subgraphs'), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** `{dir}` in an argument stands for the folder of this test. */
function gordian(commandLine: string, environment?: NodeJS.ProcessEnv): Promise<GordianRun> {
  return runGordian(commandLine.replaceAll('{dir}', folder).split(' '), environment);
}

function edit(file: string, from: string, to: string): void {
  const path = join(folder, 'subgraphs', file);
  writeFileSync(path, readFileSync(path, 'utf8').replace(from, to));
}

const codeOf = (run: Promise<GordianRun>) =>
  run.then(
    () => null,
    (error: unknown) => (error instanceof GordianError ? error.code : String(error)),
  );

describe('compose', () => {
  it('writes the supergraph to stdout and says so on stderr', async () => {
    const { stdout, stderr, exitCode } = await gordian(
      'compose {dir}/subgraphs --url orders=http://orders.test/graphql',
    );
    expect(stdout).toMatch(/^schema\n/);
    expect(stdout).toContain('@join__graph(name: "orders", url: "http://orders.test/graphql")');
    expect(stdout).toContain('@join__graph(name: "customers", url: "http://127.0.0.1:4001/graphql")');
    expect(stdout).toContain('provenance: Provenance');
    expect({ stderr, exitCode }).toEqual({ stderr: 'Composed customers, metadata, orders.\n', exitCode: 0 });
  });

  it('writes it to a file', async () => {
    const { stdout } = await gordian('compose {dir}/subgraphs -o {dir}/supergraph.graphql');
    expect(stdout).toBe('');
    expect(readFileSync(join(folder, 'supergraph.graphql'), 'utf8')).toMatch(/^schema\n/);
  });

  it('writes findings to stderr, nothing to stdout, and exits with 1', async () => {
    edit('orders/schema.graphql', 'total: Money!', 'total: Mony!');
    const { stdout, stderr, exitCode } = await gordian('compose {dir}/subgraphs');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toBe(
      [
        'subgraphs/orders/schema.graphql:7:10 error UNKNOWN_TYPE: The type "Mony" is not declared in this subgraph.',
        '    fix: Did you mean "Money"?',
        'customers, metadata, orders do not compose: 1 error, 0 warnings. The first is usually the cause of the others.\n',
      ].join('\n'),
    );
  });

  it('gives a program one document on stdout', async () => {
    edit('orders/schema.graphql', 'total: Money!', 'total: Mony!');
    const { stdout, stderr } = await gordian('compose {dir}/subgraphs --format json');
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problems: [{ code: 'UNKNOWN_TYPE', line: 7, column: 10 }] });
    expect(stderr).toBe('');
  });

  it('annotates a pull request inside GitHub Actions without being asked', async () => {
    edit('orders/schema.graphql', 'total: Money!', 'total: Mony!');
    const { stderr } = await gordian('compose {dir}/subgraphs', { GITHUB_ACTIONS: 'true' });
    expect(stderr).toContain(
      '::error file=subgraphs/orders/schema.graphql,line=7,col=10,title=UNKNOWN_TYPE::The type "Mony" is not declared in this subgraph.%0AFix: Did you mean "Money"?\n',
    );
  });

  it('a folder that is none is a wrong configuration', async () => {
    expect(await codeOf(gordian('compose {dir}/nowhere'))).toBe('CONFIG_INVALID');
    expect(await codeOf(gordian('compose {dir}/subgraphs/orders'))).toBe('CONFIG_INVALID');
  });

  it.each(['compose --format xml', 'compose --url orders'])('%s is a wrong use', async (commandLine) => {
    await expect(gordian(commandLine)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  });
});

describe('contract lint', () => {
  it('has nothing to say about sound contracts', async () => {
    const run = await gordian('contract lint {dir}/subgraphs');
    expect(run).toMatchObject({ stdout: '', stderr: '4 contracts: 0 errors, 0 warnings.\n', exitCode: 0 });
  });

  it('writes findings to stdout and exits with 1', async () => {
    edit('orders/contract.yaml', 'status: active', 'statsu: active');
    const { stdout, stderr, exitCode } = await gordian('contract lint {dir}/subgraphs');
    expect(stdout).toContain(
      'subgraphs/orders/contract.yaml:6:1 error CONTRACT_UNKNOWN_KEY: "statsu" is not a key of The contract.\n    fix: Did you mean "status"?\n',
    );
    expect(stderr).toBe('4 contracts: 2 errors, 0 warnings.\n');
    expect(exitCode).toBe(1);
  });

  it('passes with warnings, unless it is strict', async () => {
    edit('customers/contract.yaml', 'tags: [pii,', 'tags: [to-review, pii,');
    expect(await gordian('contract lint {dir}/subgraphs')).toMatchObject({
      stdout: expect.stringContaining('warning'),
      exitCode: 0,
    });
    expect(await gordian('contract lint {dir}/subgraphs --strict')).toMatchObject({ exitCode: 1 });
  });

  it('checks one subgraph among its neighbours and shows only its own findings', async () => {
    edit('customers/contract.yaml', 'tags: [pii,', 'tags: [to-review, pii,');
    edit('customers/customer-360.contract.yaml', '[orders/orders]', '[orders/order]');
    const customers = await gordian('contract lint {dir}/subgraphs/customers --format json');
    expect(JSON.parse(customers.stdout).problems.map(({ code }: { code: string }) => code)).toEqual([
      'CLASSIFICATION_TO_REVIEW',
      'DANGLING_LINEAGE',
    ]);
    expect(await gordian('contract lint {dir}/subgraphs/orders')).toMatchObject({
      stdout: '',
      stderr: '1 contract: 0 errors, 0 warnings.\n',
    });
  });
});

describe('contract init', () => {
  const init = 'contract init --from-sdl {dir}/subgraphs/orders/schema.graphql --product orders/orders';

  it('writes the contract to stdout', async () => {
    const { stdout, stderr } = await gordian(init);
    expect(stdout).toContain('id: orders/orders');
    expect(stderr).toBe('');
  });

  it('writes a file that lint accepts, and says what comes next', async () => {
    const { stdout, stderr } = await gordian(`${init} --owner Desk -o {dir}/subgraphs/orders/contract.yaml --force`);
    expect(stdout).toBe('');
    expect(stderr).toContain('gordian contract lint');
    expect(await gordian('contract lint {dir}/subgraphs')).toMatchObject({ exitCode: 0 });
  });

  it('does not replace a file unasked', async () => {
    expect(await codeOf(gordian(`${init} -o {dir}/subgraphs/orders/contract.yaml`))).toBe('BAD_USER_INPUT');
  });

  it('a schema that cannot be read is a wrong configuration; one that is wrong is a finding', async () => {
    expect(await codeOf(gordian('contract init --from-sdl {dir}/none.graphql --product a/b'))).toBe('CONFIG_INVALID');
    edit('orders/schema.graphql', 'type Query {', 'type Query');
    expect(await gordian(init)).toMatchObject({
      stdout: '',
      stderr: expect.stringContaining('SDL_SYNTAX'),
      exitCode: 1,
    });
  });
});
