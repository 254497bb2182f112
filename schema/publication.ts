// Everything that a set of subgraphs and their contracts becomes when it is published: supergraph, classifications and
// lineage; or the problems that stand in the way. The command line and the registry call the same function, so that what
// passes a check is what can be registered.
import type { Classification, Classifications } from './artefact.ts';
import { type CompositionHint, composeSupergraph } from './compose.ts';
import { classificationsOf, findDisagreements } from './contract/classifications.ts';
import { checkConsistency } from './contract/consistency.ts';
import type { Contract } from './contract/contract.ts';
import { findCrossProductProblems } from './contract/cross-product.ts';
import { readContract } from './contract/read-contract.ts';
import type { Coordinate } from './coordinates.ts';
import { type LineageEdge, lineageEdges } from './federation-lineage.ts';
import { hasErrors, type Problem, problemAt } from './problem.ts';
import { findDowngrades } from './propagated-classification.ts';
import { type ProvenanceStubs, provenanceStubs } from './provenance-stubs.ts';
import { findBrokenReferences } from './sdl-references.ts';
import type { SubgraphFolder } from './subgraph-folders.ts';
import { readSubgraphSdl, type SubgraphSdl } from './subgraph-sdl.ts';

export interface SubgraphSubmission extends SubgraphFolder {
  readonly url: string;
}

export interface PublishedSubgraph {
  readonly name: string;
  readonly url: string;
  /** With the generated stubs, where the subgraph serves them. */
  readonly sdl: string;
  readonly parsed: SubgraphSdl;
  readonly contracts: readonly Contract[];
}

export interface Publication {
  readonly supergraphSdl: string;
  readonly classifications: Classifications;
  readonly lineage: readonly LineageEdge[];
  readonly subgraphs: readonly PublishedSubgraph[];
  /** Coordinates of the generated `provenance` fields. */
  readonly generatedCoordinates: readonly Coordinate[];
  readonly hints: readonly CompositionHint[];
}

export type PublicationResult =
  | { readonly ok: true; readonly publication: Publication; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly stage: 'contract' | 'composition'; readonly problems: readonly Problem[] };

/** Never throws. Errors of contracts come before those of composition, and within each the cause before its consequences. */
export function preparePublication(submissions: readonly SubgraphSubmission[]): PublicationResult {
  const check = checkContracts(submissions);
  if (hasErrors(check.problems)) return { ok: false, stage: check.stage, problems: check.problems };
  return compose(check.subgraphs, check.problems);
}

export interface ContractCheck {
  readonly subgraphs: readonly ReadSubmission[];
  /** Errors first. */
  readonly problems: readonly Problem[];
  /** Where the first error stands: in a contract, or in SDL that cannot compose. */
  readonly stage: 'contract' | 'composition';
}

/** All that can be said without composing. Never throws. */
export function checkContracts(submissions: readonly SubgraphSubmission[]): ContractCheck {
  const reading = readSubmissions(submissions);
  const contracts = reading.subgraphs.flatMap((subgraph) => subgraph.contracts);
  // What is compared with a contract or an SDL that could not be read would be a finding about nothing.
  const comparable = reading.subgraphs.filter(
    ({ submission, contracts: own }) => own.length === submission.contracts.length,
  );
  const consistency = comparable.flatMap(({ parsed, contracts: own }) => checkConsistency(parsed, own));
  const crossing = hasErrors(reading.problems)
    ? []
    : [
        ...findCrossProductProblems(
          reading.subgraphs.map(({ parsed }) => parsed),
          contracts,
        ),
        ...findDisagreements(contracts),
        ...findDowngrades(
          lineageEdges(
            reading.subgraphs.map(({ parsed }) => parsed),
            contracts,
          ),
          contracts,
          classificationsOf(contracts),
        ),
      ];
  return { ...reading, problems: errorsFirst([...reading.problems, ...consistency, ...crossing]) };
}

function compose(subgraphs: readonly ReadSubmission[], warnings: readonly Problem[]): PublicationResult {
  const contracts = subgraphs.flatMap((subgraph) => subgraph.contracts);
  const stubs = provenanceStubs(subgraphs.map(({ parsed }) => parsed));
  const complete = subgraphs.map((subgraph) => ({
    ...subgraph,
    generatedSdl: subgraph.parsed.file === stubs.servedBy ? stubs.sdl : '',
  }));
  const composition = composeSupergraph(
    complete.map(({ submission, generatedSdl }) => ({ ...submission, generatedSdl })),
  );
  if (!composition.ok) return { ok: false, stage: 'composition', problems: [...composition.problems, ...warnings] };
  const publication: Publication = {
    supergraphSdl: composition.supergraphSdl,
    hints: composition.hints,
    classifications: new Map([...classificationsOf(contracts), ...stubClassifications(stubs, contracts)]),
    lineage: lineageEdges(
      subgraphs.map(({ parsed }) => parsed),
      contracts,
    ),
    subgraphs: complete.map(published),
    generatedCoordinates: stubs.coordinates,
  };
  return { ok: true, publication, warnings };
}

function published({
  submission,
  parsed,
  contracts,
  generatedSdl,
}: ReadSubmission & { readonly generatedSdl: string }): PublishedSubgraph {
  const { name, url, sdl } = submission;
  return { name, url, sdl: generatedSdl === '' ? sdl : `${sdl}\n${generatedSdl}`, parsed, contracts };
}

export interface ReadSubmission {
  readonly submission: SubgraphSubmission;
  readonly parsed: SubgraphSdl;
  readonly contracts: readonly Contract[];
}

function readSubmissions(submissions: readonly SubgraphSubmission[]): ContractCheck {
  const sdls = submissions.map(({ sdl, file }) => readSubgraphSdl(sdl, file));
  const sdlProblems = sdls.flatMap((read) => (read.sdl === null ? [read.problem] : findBrokenReferences(read.sdl)));
  const readings = submissions.map(({ contracts }) => contracts.map(({ text, file }) => readContract(text, file)));
  const contractProblems = [
    ...readings.flat().flatMap(({ problems }) => problems),
    ...submissions.flatMap(withoutContract),
  ];
  const subgraphs = submissions.flatMap((submission, index) => {
    const read = sdls[index]!;
    const contracts = readings[index]!.flatMap(({ contract }) => contract ?? []);
    return read.sdl === null ? [] : [{ submission, parsed: read.sdl, contracts }];
  });
  const stage = hasErrors(sdlProblems) ? 'composition' : 'contract';
  return { subgraphs, problems: [...sdlProblems, ...contractProblems], stage };
}

function withoutContract({ contracts, file, name }: SubgraphSubmission): Problem[] {
  if (contracts.length > 0) return [];
  const message = `The subgraph "${name}" has no contract.`;
  return [
    problemAt(
      { file, line: 1, column: 1 },
      {
        code: 'CONTRACT_MISSING',
        severity: 'error',
        message,
        fix: `Write one: gordian contract init --from-sdl ${file} --product <domain>/<product>`,
      },
    ),
  ];
}

/** Everyone may ask for provenance: what is worth protecting are the fields of the Provenance type, which are classified. */
function stubClassifications(
  { coordinates }: ProvenanceStubs,
  contracts: readonly Contract[],
): [Coordinate, Classification][] {
  const home = contracts.find((contract) => contract.objects.some(({ name }) => name === 'Provenance'));
  if (home === undefined) return [];
  return coordinates.map((coordinate) => [
    coordinate,
    { level: 'PUBLIC', tags: [], product: home.product, domain: home.domain },
  ]);
}

function errorsFirst(problems: readonly Problem[]): Problem[] {
  return [
    ...problems.filter(({ severity }) => severity === 'error'),
    ...problems.filter(({ severity }) => severity !== 'error'),
  ];
}
