// Which contract versions of a registration are new, and which may not be registered: a version never changes, versions
// only go up, and a changed schema needs a new version of a contract that covers it. Going back to registered bytes is fine.
import { createHash } from 'node:crypto';
import { parse, print } from 'graphql';
import type { Contract } from '../../../schema/contract/contract.ts';
import { type Place, type Problem, problemAt } from '../../../schema/problem.ts';
import { compareVersions, nextPatch } from '../../../schema/semantic-version.ts';
import type { KnownVersion, NewVersion } from './queries.ts';

/** One subgraph of the registration; its SDL parses and its contracts are valid. */
export interface CheckedSubgraph {
  readonly name: string;
  readonly sdl: string;
  readonly sdlFile: string;
  readonly contracts: readonly Contract[];
}

export interface VersionDecision {
  readonly newVersions: readonly NewVersion[];
  readonly problems: readonly Problem[];
}

export function decideVersions(subgraph: CheckedSubgraph, known: readonly KnownVersion[]): VersionDecision {
  const offered = subgraph.contracts.map((contract) => ({ contract, version: versionOf(contract, subgraph) }));
  const problems = offered.flatMap(({ contract, version }) => versionProblems(contract, version, known));
  const newVersions = offered.filter(({ version }) => !isKnown(version, known)).map(({ version }) => version);
  if (newVersions.length === 0) problems.push(...unversionedSchema(subgraph, offered[0]!.version.sdlHash, known));
  return { newVersions, problems };
}

function versionOf(contract: Contract, { sdl }: CheckedSubgraph): NewVersion {
  return {
    productUrn: contract.urn,
    version: contract.version,
    status: contract.status,
    text: contract.text,
    contentHash: sha256(contract.text),
    sdl,
    sdlHash: sha256(print(parse(sdl))),
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function isKnown({ productUrn, version }: NewVersion, known: readonly KnownVersion[]): boolean {
  return known.some((other) => other.productUrn === productUrn && other.version === version);
}

function versionProblems(contract: Contract, offered: NewVersion, known: readonly KnownVersion[]): Problem[] {
  const versions = known.filter(({ productUrn }) => productUrn === contract.urn);
  const same = versions.find(({ version }) => version === offered.version);
  if (same?.contentHash === offered.contentHash) return [];
  const highest = highestOf(versions);
  if (highest === null) return [];
  if (same) return [versionProblem(contract, 'CONTRACT_VERSION_EXISTS', changed(contract), highest)];
  if (compareVersions(offered.version, highest) > 0) return [];
  return [versionProblem(contract, 'CONTRACT_VERSION_NOT_NEWER', notNewer(contract, highest), highest)];
}

function changed({ id, version }: Contract): string {
  return `Version ${version} of ${id} is registered with another text, and a registered version never changes.`;
}

function notNewer({ id, version }: Contract, highest: string): string {
  return `Version ${version} of ${id} is not registered, and is lower than ${highest}, which is.`;
}

function highestOf(versions: readonly KnownVersion[]): string | null {
  const sorted = versions.map(({ version }) => version).sort(compareVersions);
  return sorted.at(-1) ?? null;
}

function versionProblem(contract: Contract, code: string, message: string, highest: string): Problem {
  const fix = `Write version: ${nextPatch(highest)} or higher.`;
  return problemAt(placeOfVersion(contract), { code, severity: 'error', message, fix });
}

/** The consumers of a contract must be able to tell two schemas apart by its version. */
function unversionedSchema(
  { contracts, sdlFile }: CheckedSubgraph,
  sdlHash: string,
  known: readonly KnownVersion[],
): Problem[] {
  const inForce = known.filter(({ productUrn, version }) =>
    contracts.some((contract) => contract.urn === productUrn && contract.version === version),
  );
  if (inForce.some((version) => version.sdlHash === sdlHash)) return [];
  const [contract] = contracts;
  const names = contracts.map(({ id, version }) => `${id} ${version}`).join(', ');
  const highest = highestOf(known.filter(({ productUrn }) => productUrn === contract!.urn))!;
  return [
    problemAt(
      { file: sdlFile, line: 1, column: 1 },
      {
        code: 'SCHEMA_CHANGED_WITHOUT_VERSION',
        severity: 'error',
        message: `The schema differs from the one registered with ${names}, but no contract of the subgraph has a new version.`,
        fix: `Write version: ${nextPatch(highest)} or higher in the contract whose fields changed.`,
        related: contracts.map((one) => ({ ...placeOfVersion(one), message: `${one.id} is at ${one.version}` })),
      },
    ),
  ];
}

function placeOfVersion({ file, text }: Contract): Place {
  const line = text.split('\n').findIndex((candidate) => /^version\s*:/.test(candidate));
  return { file, line: line + 1 || 1, column: 1 };
}
