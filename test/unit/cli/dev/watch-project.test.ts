// Real files in a folder of their own.
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ProjectWatch, watchProject } from '../../../../cli/dev/watch-project.ts';

let root: string;
let watch: ProjectWatch;
let told: string[][];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'gordian-watch-'));
  mkdirSync(join(root, 'subgraphs/orders/node_modules'), { recursive: true });
  write('subgraphs/orders/resolvers.ts', '1');
  write('subgraphs/orders/first.ts', '');
  told = [];
  watch = await watchProject(
    root,
    () => ['subgraphs', 'gordian.yaml'],
    (paths) => told.push([...paths]),
  );
});

afterEach(() => {
  watch.stop();
  rmSync(root, { recursive: true });
});

test('files that are written, made, replaced and removed together are told together', async () => {
  write('subgraphs/orders/resolvers.ts', 'other');
  write('subgraphs/orders/new.ts', '');
  write('gordian.yaml', '');
  rmSync(join(root, 'subgraphs/orders/first.ts'));
  await expect
    .poll(() => told.flat().sort())
    .toEqual(['gordian.yaml', 'subgraphs/orders/first.ts', 'subgraphs/orders/new.ts', 'subgraphs/orders/resolvers.ts']);
});

test('a file that an editor replaces by another one of the same name is told', async () => {
  write('other', '2');
  renameSync(join(root, 'other'), join(root, 'subgraphs/orders/resolvers.ts'));
  await expect.poll(() => told).toEqual([['subgraphs/orders/resolvers.ts']]);
});

test('a folder that is linked is looked into, and one that leads back to where it stands once only', async () => {
  mkdirSync(join(root, 'shared'));
  for (const name of ['back', 'again']) symlinkSync(join(root, 'subgraphs'), join(root, 'subgraphs/orders', name));
  symlinkSync(join(root, 'shared'), join(root, 'subgraphs/orders/shared'));
  write('shared/rates.ts', '');
  await expect.poll(() => told.flat()).toEqual(['subgraphs/orders/shared/rates.ts']);
});

test('dependencies and what editors leave beside a file are not told', async () => {
  write('subgraphs/orders/node_modules/x.js', '');
  write('subgraphs/orders/.resolvers.ts.swp', '');
  write('subgraphs/orders/resolvers.ts~', '');
  write('elsewhere.ts', '');
  write('gordian.yaml', 'registry: x');
  await expect.poll(() => told.flat()).toEqual(['gordian.yaml']);
});

function write(file: string, text: string): void {
  writeFileSync(join(root, file), text);
}
