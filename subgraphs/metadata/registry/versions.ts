// Which contract versions of a registration are new, and which may not be registered: a version never changes, versions
// only go up, and a changed schema needs a new version of a contract that covers it. Going back to registered bytes is fine.
import { createHash } from 'node:crypto';
import { parse, print } from 'graphql';
import type { Contract } from '../../../schema/contract/contract.ts';
import type { Bump } from '../../../schema/contract-changes/contract-change.ts';
import { type Problem, problemAt } from '../../../schema/problem.ts';
import { compareVersions, nextMajor, nextMinor, nextPatch } from '../../../schema/semantic-version.ts';
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
  readonly problems: readonly VersionProblem[];
}

export interface VersionProblem {
  readonly productUrn: string;
  readonly problem: Problem;
}

/** @param bumpOf what the changes of a contract ask for, so that the advice names a version that will do */
export function decideVersions(
  subgraph: CheckedSubgraph,
  known: readonly KnownVersion[],
  bumpOf: (contract: Contract) => Bump,
): VersionDecision {
  const offered = subgraph.contracts.map((contract) => ({ contract, version: versionOf(contract, subgraph) }));
  const lowest = (contract: Contract, highest: string) => lowestAbove(highest, bumpOf(contract));
  const problems = offered.flatMap(({ contract, version }) => versionProblems(contract, version, known, lowest));
  const newVersions = offered.filter(({ version }) => !isKnown(version, known)).map(({ version }) => version);
  if (newVersions.length === 0)
    problems.push(...unversionedSchema(subgraph, offered[0]!.version.sdlHash, known, lowest));
  return { newVersions, problems };
}

type LowestVersion = (contract: Contract, highest: string) => string;

function lowestAbove(version: string, bump: Bump): string {
  if (bump === 'MAJOR') return nextMajor(version);
  return bump === 'MINOR' ? nextMinor(version) : nextPatch(version);
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

function versionProblems(
  contract: Contract,
  offered: NewVersion,
  known: readonly KnownVersion[],
  lowest: LowestVersion,
): VersionProblem[] {
  const versions = known.filter(({ productUrn }) => productUrn === contract.urn);
  const same = versions.find(({ version }) => version === offered.version);
  if (same?.contentHash === offered.contentHash) return [];
  const highest = highestOf(versions);
  if (highest === null) return [];
  const fix = `Write version: ${lowest(contract, highest)} or higher.`;
  if (same) return [versionProblem(contract, 'CONTRACT_VERSION_EXISTS', changed(contract), fix)];
  if (compareVersions(offered.version, highest) > 0) return [];
  return [versionProblem(contract, 'CONTRACT_VERSION_NOT_NEWER', notNewer(contract, highest), fix)];
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

function versionProblem(contract: Contract, code: string, message: string, fix: string): VersionProblem {
  const problem = problemAt(contract.versionPlace, { code, severity: 'error', message, fix });
  return { productUrn: contract.urn, problem };
}

/** The consumers of a contract must be able to tell two schemas apart by its version. */
function unversionedSchema(
  { contracts, sdlFile }: CheckedSubgraph,
  sdlHash: string,
  known: readonly KnownVersion[],
  lowest: LowestVersion,
): VersionProblem[] {
  const inForce = known.filter(({ productUrn, version }) =>
    contracts.some((contract) => contract.urn === productUrn && contract.version === version),
  );
  if (inForce.some((version) => version.sdlHash === sdlHash)) return [];
  const [contract] = contracts;
  const names = contracts.map(({ id, version }) => `${id} ${version}`).join(', ');
  const highest = highestOf(known.filter(({ productUrn }) => productUrn === contract!.urn))!;
  const problem = problemAt(
    { file: sdlFile, line: 1, column: 1 },
    {
      code: 'SCHEMA_CHANGED_WITHOUT_VERSION',
      severity: 'error',
      message: `The schema differs from the one registered with ${names}, but no contract of the subgraph has a new version.`,
      fix: `Write version: ${lowest(contract!, highest)} or higher in the contract whose fields changed.`,
      related: contracts.map((one) => ({ ...one.versionPlace, message: `${one.id} is at ${one.version}` })),
    },
  );
  return [{ productUrn: contract!.urn, problem }];
}
