// A failing case as a file: the supergraph as SDL, so that it stays what it was when the way of drawing changes, and how to ask.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';
import type { DifferentialCase } from './differential.ts';
import type { WrittenSupergraph } from './random-supergraph.ts';

export interface FailureFixture {
  /** What went wrong when it was found. */
  readonly about: string;
  readonly supergraph: WrittenSupergraph;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly overrides: readonly string[];
  /** World in which it failed; the replay tries others too, because what a world holds may change. */
  readonly world: number;
}

const folder = () => packageFile('test/property/failures');

export function readFixtures(): readonly (readonly [name: string, fixture: FailureFixture])[] {
  const names = readdirSync(folder()).filter((name) => name.endsWith('.json'));
  return names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder(), name), 'utf8'))]);
}

export function writeFixture(name: string, fixture: FailureFixture): string {
  mkdirSync(folder(), { recursive: true });
  const file = join(folder(), `${name}.json`);
  writeFileSync(file, `${JSON.stringify(fixture, null, 2)}\n`);
  return file;
}

export function fixtureOf(about: string, supergraph: WrittenSupergraph, one: DifferentialCase): FailureFixture {
  const { query, variables, world, overrides = [] } = one;
  return { about, supergraph, query, variables, overrides, world };
}
