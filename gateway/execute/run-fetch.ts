// One fetch: collects the objects it is for, asks the subgraph alone or with others, and merges what it answers.
import { askForEntities } from './ask-for-entities.ts';
import { askSubgraph } from './ask-subgraph.ts';
import type { CompiledFetch, CompiledRound, Place } from './compile-plan.ts';
import type { DataRecord } from './data-record.ts';
import type { AnswerPart, EntityAsk, Execution } from './execution.ts';
import type { Path } from './fetched-data.ts';
import { findTargets, pathsOfTargets } from './find-targets.ts';
import { noteInputsMissing, noteMutationSkipped } from './note-failures.ts';
import { readReception } from './read-reception.ts';
import { reduceFetch } from './reduce-fetch.ts';
import { buildRepresentations } from './representations.ts';
import { Round } from './round.ts';
import { takeValues } from './take-values.ts';

export async function runFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  if (fetch.place) return runEntityFetch(execution, fetch, fetch.place);
  return runRootFetch(execution, fetch);
}

async function runRootFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  const isMutation = fetch.fetch.operationKind === 'mutation';
  if (isMutation && execution.mutationFault) return noteMutationSkipped(execution, fetch);
  const reception = await askSubgraph(execution, fetch.request, []);
  const { data, errors, complaint } = readReception(reception, (text) => text.object(fetch.answer));
  const part: AnswerPart = { value: undefined, targets: [execution.data], targetPaths: () => [[]] };
  const isNothingKnown = data === null && errors.length > 0;
  const isUsed = takeValues(
    execution,
    fetch,
    {
      values: data || isNothingKnown ? [data ?? undefined] : null,
      errors: errors.map(({ complaint, path }) => ({ complaint, part: path ? part : undefined, path: path ?? [] })),
      complaint,
    },
    [part],
    reception.trace,
  );
  const isAnswered = isUsed && part.value !== undefined;
  if (isMutation && !isAnswered) execution.mutationFault = execution.failures.at(-1) ?? null;
}

async function runEntityFetch(execution: Execution, fetch: CompiledFetch, place: Place): Promise<void> {
  const round = fetch.round && roundOf(execution, fetch.round);
  const targets = findTargets(execution.data, place, execution.shared.size === 0);
  if (targets.length === 0) round?.pass();
  else await askAbout(execution, fetch, targets, pathFinder(execution, place), round);
}

/** @returns null for a fetch that has nobody to travel with */
function roundOf(execution: Execution, compiled: CompiledRound): Round<EntityAsk> | null {
  const { length } = compiled.fetches;
  if (length === 1) return null;
  const round = execution.rounds.get(compiled) ?? new Round((asks) => askForEntities(execution, asks), length);
  execution.rounds.set(compiled, round);
  return round;
}

type FindPaths = (targets: readonly DataRecord[]) => readonly Path[];

async function askAbout(
  execution: Execution,
  fetch: CompiledFetch,
  targets: readonly DataRecord[],
  findPaths: FindPaths,
  round: Round<EntityAsk> | null,
): Promise<void> {
  const { texts, targets: byText, incomplete } = buildRepresentations(fetch, targets);
  const asking: Promise<void>[] = [];
  if (texts.length > 0) {
    const parts = byText.map(
      (same): AnswerPart => ({ value: undefined, targets: same, targetPaths: () => findPaths(same) }),
    );
    const ask: EntityAsk = { fetch, representations: texts, parts };
    const elapsedMs = performance.now() - execution.startedAtMs;
    asking.push(round ? round.join(ask, elapsedMs) : askForEntities(execution, [ask]));
  } else {
    round?.pass();
  }
  for (const { missing, objects } of incomplete) {
    const { fetch: rest, lost } = reduceFetch(fetch, missing);
    noteInputsMissing(execution, fetch, findPaths(objects), lost);
    if (rest) asking.push(askAbout(execution, rest, objects, findPaths, null));
  }
  await Promise.all(asking);
}

function pathFinder(execution: Execution, place: Place): FindPaths {
  let known: ReadonlyMap<DataRecord, readonly Path[]> | null = null;
  return (targets) => {
    known ??= pathsOfTargets(execution.data, place);
    return targets.flatMap((target) => known?.get(target) ?? []);
  };
}
