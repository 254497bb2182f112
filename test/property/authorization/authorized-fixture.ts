// A failing case as a file: the supergraph, the policy, the caller and what was asked.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../../kit/package-files.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import type { AuthorizedFailure } from './authorized-campaign.ts';

export interface AuthorizedFixture extends AuthorizedFailure {
  readonly supergraph: WrittenSupergraph;
}

const folder = () => join(packageFile('test/property/authorization'), 'failures');

export function readAuthorizedFixtures(): readonly (readonly [name: string, fixture: AuthorizedFixture])[] {
  const names = existsSync(folder()) ? readdirSync(folder()).filter((name) => name.endsWith('.json')) : [];
  return names.sort().map((name) => [name, JSON.parse(readFileSync(join(folder(), name), 'utf8'))]);
}

export function writeAuthorizedFixture(name: string, fixture: AuthorizedFixture): string {
  mkdirSync(folder(), { recursive: true });
  const file = join(folder(), `${name}.json`);
  writeFileSync(file, `${JSON.stringify(fixture, null, 2)}\n`);
  return file;
}
