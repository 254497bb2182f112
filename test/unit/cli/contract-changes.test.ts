// `gordian contract diff|bump|classify|deprecate`: what they print, what they write, and with which exit code.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type GordianRun, runGordian } from '../../support/run-gordian.ts';

const sdl = 'type Book { id: ID! title: String pages: Int }\ntype Query { book: Book }\n';
const contract = `apiVersion: v3.2.0
kind: DataContract
id: library/books
name: Books
version: 1.2.3 # of today
status: active
domain: library
team: { name: Librarians }
schema:
  - name: Book
    properties:
      - { name: id, logicalType: string, required: true, classification: internal }
      - { name: title, logicalType: string, classification: internal }
      - { name: pages, logicalType: integer, classification: internal } # counted
  - name: Query
    properties:
      - { name: book, logicalType: object, classification: internal }
`;

let folder: string;
const back = process.cwd();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-contract-'));
  for (const version of ['old', 'new']) {
    mkdirSync(join(folder, version));
    write(`${version}/contract.yaml`, contract);
    write(`${version}/schema.graphql`, sdl);
  }
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(back);
  rmSync(folder, { recursive: true });
});

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function read(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function gordian(commandLine: string): Promise<GordianRun> {
  return runGordian(commandLine.split(' '));
}

/** The new version has no `pages` and a stricter `title`. */
function change(): void {
  write('new/schema.graphql', sdl.replace(' pages: Int', ''));
  write(
    'new/contract.yaml',
    contract
      .replace(/ {6}- \{ name: pages.*\n/, '')
      .replace('string, classification: internal }', 'string, classification: restricted }'),
  );
}

describe('contract diff', () => {
  it('of equal versions says so', async () => {
    const run = await gordian('contract diff old/contract.yaml new/contract.yaml');
    expect(run).toMatchObject({ stdout: '', stderr: 'No changes from 1.2.3 to 1.2.3.\n', exitCode: 0 });
  });

  it('says what breaks, and where to write which version', async () => {
    change();
    const run = await gordian('contract diff old/contract.yaml new/contract.yaml');
    expect(run.stdout).toMatch(/BREAKING +FIELD_REMOVED +Book\.pages is gone\./);
    expect(run.stdout).toMatch(/BREAKING +CLASSIFICATION_RAISED +Book\.title was INTERNAL and is RESTRICTED\./);
    expect(run.stdout).toContain('new/contract.yaml:5:10 error VERSION_TOO_LOW');
    expect(run.stdout).toContain('fix: version: 2.0.0\n');
    expect(run.stderr).toBe('2 changes, 2 of them breaking, ask for a MAJOR version from 1.2.3 to 1.2.3.\n');
    expect(run.exitCode).toBe(1);
  });

  it('passes with the version that the changes ask for', async () => {
    change();
    write('new/contract.yaml', read('new/contract.yaml').replace('1.2.3', '2.0.0'));
    const run = await gordian('contract diff old/contract.yaml new/contract.yaml --format json');
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, requiredBump: 'MAJOR', problems: [] });
    expect(run.exitCode).toBe(0);
  });

  it.each([
    [
      'md',
      /^\| \| Axis \| Coordinate \| What \|\n\|---\|---\|---\|---\|\n\| BREAKING \| schema \| `Book.pages` \| Book.pages is gone. \|\n/,
    ],
    ['junit', /<testcase classname="new\/contract.yaml" name="VERSION_TOO_LOW at 5:10".*\n {4}<failure message=/],
    ['github', /^::error file=new\/contract.yaml,line=5,col=10,title=VERSION_TOO_LOW::/],
  ])('is written as %s', async (format, shape) => {
    change();
    expect((await gordian(`contract diff old/contract.yaml new/contract.yaml --format ${format}`)).stdout).toMatch(
      shape,
    );
  });

  it('reads an old version from the history', async () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: folder, stdio: 'ignore' });
    git('init', '-q');
    git('add', 'new');
    git('commit', '-q', '-m', 'first');
    change();
    const run = await gordian('contract diff HEAD:new/contract.yaml new/contract.yaml');
    expect(run.stdout).toContain('Book.pages is gone.');
    await expect(gordian('contract diff HEAD:nowhere.yaml new/contract.yaml')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  it('does not compare what cannot be read', async () => {
    write('new/contract.yaml', contract.replace('status: active', 'status: aktive'));
    await expect(gordian('contract diff old/contract.yaml new/contract.yaml')).rejects.toMatchObject({
      code: 'CONTRACT_INVALID',
      message: expect.stringContaining('new/contract.yaml:6:9 error CONTRACT_INVALID_VALUE'),
    });
  });
});

describe('contract bump', () => {
  it.each([
    ['2.1.0', '2.1.0'],
    ['major', '2.0.0'],
    ['minor', '1.3.0'],
    ['patch', '1.2.4'],
  ])('to %s', async (version, expected) => {
    const { stderr } = await gordian(`contract bump new/contract.yaml ${version}`);
    expect(read('new/contract.yaml')).toBe(contract.replace('1.2.3', expected));
    expect(stderr).toBe(`new/contract.yaml: version 1.2.3 is now ${expected}.\n`);
  });

  it('to what the changes ask for', async () => {
    change();
    await gordian('contract bump new/contract.yaml --since old/contract.yaml');
    expect(read('new/contract.yaml')).toContain('version: 2.0.0 # of today\n');
    expect((await gordian('contract diff old/contract.yaml new/contract.yaml')).exitCode).toBe(0);
  });

  it('wants to be told', async () => {
    await expect(gordian('contract bump new/contract.yaml')).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    await expect(gordian('contract bump new/contract.yaml two')).rejects.toMatchObject({ code: 'CONTRACT_INVALID' });
    expect(read('new/contract.yaml')).toBe(contract);
  });
});

describe('contract classify', () => {
  it('writes what a person has decided', async () => {
    await gordian('contract classify new/contract.yaml Book.title confidential --tag pii pii.name');
    const line = '      - { name: title, logicalType: string, classification: confidential, tags: [pii, pii.name] }\n';
    expect(read('new/contract.yaml')).toContain(line);
  });

  it('proposes, and writes its proposals only when asked to', async () => {
    const unclassified = contract
      .replace('name: title, logicalType: string, classification: internal', 'name: email, logicalType: string')
      .replace(', classification: internal } # counted', ' } # counted');
    write('new/contract.yaml', unclassified);
    const first = await gordian('contract classify new/contract.yaml');
    expect(first.stdout).toBe('Book.email confidential [to-review, pii, pii.email]\nBook.pages internal [to-review]\n');
    expect(read('new/contract.yaml')).toBe(unclassified);
    await gordian('contract classify new/contract.yaml --apply');
    expect(read('new/contract.yaml')).toContain(
      '- { name: email, logicalType: string, classification: confidential, tags: [to-review, pii, pii.email] }\n',
    );
    expect(read('new/contract.yaml')).toContain(
      '- { name: pages, logicalType: integer, classification: internal, tags: [to-review] } # counted\n',
    );
    expect((await gordian('contract classify new/contract.yaml')).stdout).toBe('');
  });
});

it('contract deprecate announces the day and the successor', async () => {
  await gordian('contract deprecate new/contract.yaml Book.pages --replaced-by Book.title --sunset 2027-01-31');
  expect(read('new/contract.yaml')).toContain(
    '- { name: pages, logicalType: integer, classification: internal, deprecated: true, customProperties: [{ property: replacedBy, value: Book.title }, { property: sunset, value: "2027-01-31" }] } # counted\n',
  );
  await expect(gordian('contract deprecate new/contract.yaml Book.nothing')).rejects.toMatchObject({
    code: 'CONTRACT_INVALID',
  });
});

describe('contract lint', () => {
  it.each([
    [
      'md',
      /^\| \| Where \| Code \| What \| Fix \|\n.*\n\| error \| `[^`]+contract.yaml:6` \| `CONTRACT_INVALID_VALUE` \|/,
    ],
    ['junit', /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuite name="gordian" tests="\d+" failures="1">/],
  ])('is written as %s', async (format, shape) => {
    write('new/contract.yaml', contract.replace('status: active', 'status: aktive'));
    const run = await gordian(`contract lint new --format ${format}`);
    expect(run.stdout).toMatch(shape);
    expect(run.exitCode).toBe(1);
  });
});
