// One fetch: collects the objects it is for, asks the subgraph alone or with others, and merges what it answers.
import { askForEntities } from './ask-for-entities.ts';
import { askSubgraph } from './ask-subgraph.ts';
import type { CompiledFetch, CompiledRound, Place } from './compile-plan.ts';
import { contextPlace, groupByContext } from './context-inputs.ts';
import type { DataRecord } from './data-record.ts';
import type { AskedTargets, EntityAsk, Execution, FindPaths } from './execution.ts';
import type { Path } from './fetched-data.ts';
import { findTargets, pathsOfTargets } from './find-targets.ts';
import { noteInputsMissing, noteMutationSkipped } from './note-failures.ts';
import { readReception } from './read-reception.ts';
import { reduceFetch } from './reduce-fetch.ts';
import { buildRepresentations } from './representations.ts';
import { Round } from './round.ts';
import { type TakenAnswer, takeValues } from './take-values.ts';

export async function runFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  if (fetch.place) return runEntityFetch(execution, fetch, fetch.place);
  return runRootFetch(execution, fetch);
}

async function runRootFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  const isMutation = fetch.fetch.operationKind === 'mutation';
  if (isMutation && execution.mutationFault) return noteMutationSkipped(execution, fetch);
  const reception = await askSubgraph(execution, fetch.request, []);
  const { data, errors, complaint } = readReception(reception, execution.leaves, (reader) =>
    reader.object(fetch.answer),
  );
  const isNothingKnown = data === null && errors.length > 0;
  const taken: TakenAnswer = {
    values: data || isNothingKnown ? [data ?? undefined] : null,
    errors: errors.map(({ complaint, path }) => ({ complaint, part: path && 0, path: path ?? [] })),
    complaint,
  };
  const root: AskedTargets = { targets: [[execution.data]], findPaths: () => [[]] };
  const isAnswered = takeValues(execution, fetch, root, taken, reception.trace) && Boolean(data);
  if (isMutation && !isAnswered) execution.mutationFault = execution.failures.at(-1) ?? null;
}

async function runEntityFetch(execution: Execution, fetch: CompiledFetch, place: Place): Promise<void> {
  if (fetch.context.length > 0) return askByContext(execution, fetch, place);
  const round = fetch.round && roundOf(execution, fetch.round);
  const targets = findTargets(execution.data, place, execution.shared);
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

async function askAbout(
  execution: Execution,
  fetch: CompiledFetch,
  targets: readonly DataRecord[],
  findPaths: FindPaths,
  round: Round<EntityAsk> | null,
): Promise<void> {
  const asks = collectAsks(execution, fetch, targets, [], findPaths);
  const whole = asks.find((ask) => ask.fetch === fetch);
  if (!whole) round?.pass();
  const elapsedMs = performance.now() - execution.startedAtMs;
  const asking = asks.map((ask) =>
    ask === whole && round ? round.join(ask, elapsedMs) : askForEntities(execution, [ask]),
  );
  await Promise.all(asking);
}

/** A request with more parts would be slow to read for the subgraph. */
const maxGroupsPerRequest = 25;

async function askByContext(execution: Execution, fetch: CompiledFetch, place: Place): Promise<void> {
  const findPaths = pathFinder(execution, place);
  const asks = groupByContext(execution, place.slots, fetch.context).flatMap(({ values, targets }) =>
    collectAsks(execution, fetch, targets, values, findPaths),
  );
  const requests = [...new Set(asks.map((ask) => ask.fetch))].flatMap((one) =>
    inParts(
      asks.filter((ask) => ask.fetch === one),
      maxGroupsPerRequest,
    ),
  );
  await Promise.all(requests.map((asks) => askForEntities(execution, asks)));
}

function inParts<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const starts = Array.from({ length: Math.ceil(items.length / size) }, (_, index) => index * size);
  return starts.map((start) => items.slice(start, start + size));
}

/**
 * @param context values of what the fetch reads around the objects; undefined where nobody knows
 * @returns at most one for the fetch itself; the others are for what is left of it where inputs are unknown
 */
function collectAsks(
  execution: Execution,
  fetch: CompiledFetch,
  targets: readonly DataRecord[],
  context: readonly (string | undefined)[],
  findPaths: FindPaths,
): readonly EntityAsk[] {
  const askWithout = (
    missing: readonly string[],
    objects: readonly DataRecord[],
    source?: readonly string[],
  ): readonly EntityAsk[] => {
    const { fetch: rest, lost } = reduceFetch(fetch, missing);
    if (lost.length > 0) noteInputsMissing(execution, fetch, findPaths(objects), lost, source);
    if (!rest) return [];
    const left = rest.context.map((input) => context[fetch.context.indexOf(input)]);
    return collectAsks(execution, rest, objects, left, findPaths);
  };
  const { json, targets: asked, incomplete } = buildRepresentations(fetch, targets, execution.leaves);
  const unknown = fetch.context
    .filter((_, index) => context[index] === undefined)
    .map(({ variable }) => `$${variable}`);
  const asks: EntityAsk[] = [];
  if (asked.length > 0 && unknown.length > 0) {
    asks.push(...askWithout(unknown, asked.flat(), contextPlace(fetch.place?.path ?? [], fetch.context)));
  } else if (asked.length > 0) {
    asks.push({ fetch, representations: json, context: context as readonly string[], targets: asked, findPaths });
  }
  return [...asks, ...incomplete.flatMap(({ missing, objects }) => askWithout(missing, objects))];
}

function pathFinder(execution: Execution, place: Place): FindPaths {
  let known: ReadonlyMap<DataRecord, readonly Path[]> | null = null;
  return (targets) => {
    known ??= pathsOfTargets(execution.data, place);
    return targets.flatMap((target) => known?.get(target) ?? []);
  };
}
