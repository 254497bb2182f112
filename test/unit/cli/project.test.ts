// What `gordian init` and `gordian subgraph add` write, and refuse to write.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withListedDomain } from '../../../cli/project/listed-domain.ts';
import { packageSpec } from '../../../cli/project/package-spec.ts';
import { renamed, subgraphNames } from '../../../cli/project/subgraph-names.ts';
import { templateFiles } from '../../../cli/project/template-files.ts';
import { packageRoot, packageVersion } from '../../../kit/package-files.ts';
import { ciFiles, ciSteps, gordianArguments } from '../../support/ci-steps.ts';
import { runGordian } from '../../support/run-gordian.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-project-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const listed = (root: string) =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('gordian init', () => {
  test('says what it writes, and names the project for its folder and the package for where it runs', async () => {
    const root = join(folder, 'Shop Data');
    const { stdout } = await runGordian(['init', root]);
    expect(stdout.trim().split('\n').sort()).toEqual(listed(root).sort());
    const { name, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect([name, dependencies.gordian]).toEqual(['shop-data', `file:${packageRoot()}`]);
    expect(existsSync(join(root, '.gitignore'))).toBe(true);
  });

  test('--dry-run says the same and writes nothing', async () => {
    const { stdout } = await runGordian(['init', folder, '--dry-run', '--no-prompt']);
    expect(stdout).toContain('subgraphs/suppliers/contract.yaml');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what is in the way is named, and nothing is written beside it', async () => {
    writeFileSync(join(folder, 'README.md'), 'mine');
    await expect(runGordian(['init', folder])).rejects.toThrow(/Nothing was written: .* already holds README\.md\./);
    expect(readdirSync(folder)).toEqual(['README.md']);
    await expect(runGordian(['init', join(folder, 'README.md')])).rejects.toThrow(/is a file/);
  });

  test('what is not in the way stays', async () => {
    writeFileSync(join(folder, 'LICENSE'), 'mine');
    await runGordian(['init', folder]);
    expect(readFileSync(join(folder, 'LICENSE'), 'utf8')).toBe('mine');
  });
});

describe('the package', () => {
  test.each([
    ['its version where npm says nothing', undefined, packageVersion()],
    ['the tarball it was installed from', 'file:../gordian-0.1.0.tgz', 'file:'],
    [
      'the address it was loaded from',
      'https://npm.example/gordian-0.1.0.tgz',
      'https://npm.example/gordian-0.1.0.tgz',
    ],
  ])('of an installation is %s', (_what, resolved, wanted) => {
    const modules = join(folder, 'here/node_modules');
    mkdirSync(modules, { recursive: true });
    if (resolved)
      writeFileSync(
        join(modules, '.package-lock.json'),
        JSON.stringify({ packages: { 'node_modules/gordian': { resolved } } }),
      );
    expect(packageSpec(join(modules, 'gordian'))).toBe(
      wanted === 'file:' ? `file:${join(folder, 'gordian-0.1.0.tgz')}` : wanted,
    );
  });
});

describe('gordian subgraph add', () => {
  const inProject = (verb: string) => [
    ...verb.split(' '),
    ...['--subgraphs', join(folder, 'subgraphs'), '--policies', join(folder, 'policies')],
  ];

  test('the project passes its own checks before and after', async () => {
    await runGordian(['init', folder]);
    expect((await runGordian(inProject('policy lint --strict'))).terminal).toContain('0 errors, 0 warnings');
    expect((await runGordian(inProject('policy test'))).exitCode).toBe(0);
    await runGordian(['subgraph', 'add', 'order-returns', '--project', folder]);
    expect((await runGordian(inProject('policy lint --strict'))).terminal).toContain('0 errors, 0 warnings');
    expect((await runGordian(inProject('policy test'))).exitCode).toBe(0);
    const lint = await runGordian(['contract', 'lint', join(folder, 'subgraphs'), '--strict']);
    expect(lint.terminal).toContain('3 contracts: 0 errors, 0 warnings');
    expect(readFileSync(join(folder, 'policies/golden.txt'), 'utf8')).toContain('OrderReturn.note');
  });

  test('a table that nobody has accepted is not accepted along the way', async () => {
    await runGordian(['init', folder]);
    writeFileSync(join(folder, 'policies/golden.txt'), '');
    const { stderr } = await runGordian(['subgraph', 'add', 'returns', '--project', folder]);
    expect(stderr).toContain('npx gordian policy test --write');
    expect(readFileSync(join(folder, 'policies/golden.txt'), 'utf8')).toBe('');
  });

  test('--dry-run writes nothing', async () => {
    await runGordian(['init', folder]);
    const before = listed(folder);
    const { stdout } = await runGordian(['subgraph', 'add', 'returns', '--project', folder, '--dry-run']);
    expect(stdout).toContain('subgraphs/returns/migrations/001-returns.sql');
    expect(listed(folder)).toEqual(before);
  });

  test('what is there is not overwritten', async () => {
    await runGordian(['init', folder]);
    const add = (...args: string[]) => runGordian(['subgraph', 'add', ...args, '--project', folder]);
    await expect(add('suppliers', '--entity', 'Vendor')).rejects.toThrow(/already holds .*subgraphs\/suppliers/);
    await expect(add('vendors', '--entity', 'Supplier')).rejects.toThrow(
      /suppliers\/schema\.graphql has a type Supplier|has a type Supplier/,
    );
    await expect(runGordian(['subgraph', 'add', 'vendors', '--project', tmpdir()])).rejects.toThrow(/is no project/);
  });

  test('rules that somebody has written anew are left to him', () => {
    expect(withListedDomain('export const repositoryRules = make();', 'returns')).toBeNull();
  });
});

describe('names', () => {
  test.each([
    ['returns', 'Return'],
    ['order-returns', 'OrderReturn'],
    ['categories', 'Category'],
    ['addresses', 'Address'],
    ['support', 'Support'],
  ])('%s keeps %s', (domain, entity) => {
    expect(subgraphNames(domain)).toEqual({ domain, entity });
  });

  test.each([
    'Returns',
    'order_returns',
    '1st',
    'a--b',
    '-a',
    'metadata',
    'gateway',
    'class',
    '',
    '../x',
    'a'.repeat(41),
  ])('no subgraph is called "%s"', (domain) => {
    expect(() => subgraphNames(domain, 'Thing')).toThrow(/cannot name a subgraph|means something else/);
  });

  test.each(['thing', 'Query', 'Date Time', 'Thing!', ''])('no record is called "%s"', (entity) => {
    expect(() => subgraphNames('things', entity)).toThrow(/cannot name a type/);
  });

  test.each([
    ['order-returns', 'OrderReturn', ['orderReturns', 'order_returns', 'Order returns']],
    ['support', 'Company', ['companies', 'company', 'export const support: DomainPolicy']],
  ])('nothing of the template is left in %s', (domain, entity, spellings) => {
    const files = renamed(templateFiles('subgraph'), { domain, entity });
    const text = [...files].flat().join('\n');
    expect(text).not.toMatch(/sample/i);
    expect(spellings.filter((spelling) => !text.includes(spelling))).toEqual([]);
  });
});

describe.each(ciFiles)('%s', (file) => {
  test('does nothing but install, test, and call the command', () => {
    const others = ciSteps(file).filter((step) => gordianArguments(step) === null);
    expect(new Set(others.map((step) => step.split(' ').slice(0, 2).join(' ')))).toEqual(
      new Set(file.startsWith('.github') ? ['npm ci', 'npm test'] : ['npm test']),
    );
  });

  test('lints, tests, checks and publishes', () => {
    const verbs = ciSteps(file).flatMap((step) => gordianArguments(step)?.slice(0, 2).join(' ') ?? []);
    expect(verbs).toEqual([
      'contract lint',
      'subgraph lint',
      'policy lint',
      'policy test',
      'subgraph check',
      'apply .',
    ]);
  });
});
