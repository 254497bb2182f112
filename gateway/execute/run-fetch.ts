// One fetch: collect the objects it is for, ask the subgraph, and merge what it answers or note why it did not.
import { acceptAnswer } from './accept-answer.ts';
import { askSubgraph, type Reception } from './ask-subgraph.ts';
import type { AnswerShape, CompiledFetch } from './compile-plan.ts';
import type { AnswerPart, Execution } from './execution.ts';
import type { Path } from './fetched-data.ts';
import { findTargets, pathsOfTargets } from './find-targets.ts';
import { isJsonObject, type JsonObject, readOwn } from './json-object.ts';
import { cloneJson, mergeAnswer } from './merge-answer.ts';
import { noteInputsMissing, noteLost, noteMutationSkipped, noteSubgraphErrors } from './note-failures.ts';
import { reduceFetch } from './reduce-fetch.ts';
import { buildRepresentations } from './representations.ts';
import { complaintOfFault, readSubgraphErrors, type SubgraphError } from './subgraph-errors.ts';

export async function runFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  if (fetch.path) return runEntityFetch(execution, fetch, fetch.path);
  return runRootFetch(execution, fetch);
}

async function runRootFetch(execution: Execution, fetch: CompiledFetch): Promise<void> {
  const isMutation = fetch.fetch.operationKind === 'mutation';
  if (isMutation && execution.mutationFault) {
    noteMutationSkipped(execution, fetch);
    return;
  }
  const reception = await askSubgraph(execution, fetch, null);
  const isAnswered = takeRootAnswer(execution, fetch, reception);
  if (isMutation && !isAnswered) execution.mutationFault = execution.failures.at(-1) ?? null;
}

/** @returns whether there was data */
function takeRootAnswer(execution: Execution, fetch: CompiledFetch, reception: Reception): boolean {
  const part: AnswerPart = { value: undefined, targets: [execution.data], targetPaths: () => [[]] };
  const isWhole = takeAnswer(execution, fetch, reception, [part], (data, errors) => {
    if (data === null && errors.length > 0) return [undefined];
    return isJsonObject(data) ? [data] : null;
  });
  return isWhole && part.value !== undefined;
}

async function runEntityFetch(execution: Execution, fetch: CompiledFetch, path: readonly string[]): Promise<void> {
  const targets = findTargets(execution.data, path, execution.shared.size === 0);
  if (targets.length > 0) await askForEntities(execution, fetch, targets, pathFinder(execution, path));
}

type FindPaths = (targets: readonly JsonObject[]) => readonly Path[];

async function askForEntities(
  execution: Execution,
  fetch: CompiledFetch,
  targets: readonly JsonObject[],
  findPaths: FindPaths,
): Promise<void> {
  const { texts, targets: byText, incomplete } = buildRepresentations(fetch, targets);
  const asking: Promise<void>[] = [];
  if (texts.length > 0) {
    const parts = byText.map(
      (same): AnswerPart => ({ value: undefined, targets: same, targetPaths: () => findPaths(same) }),
    );
    asking.push(askForParts(execution, fetch, texts, parts));
  }
  for (const { missing, objects } of incomplete) {
    const { fetch: rest, lost } = reduceFetch(fetch, missing);
    noteInputsMissing(execution, fetch, findPaths(objects), lost);
    if (rest) asking.push(askForEntities(execution, rest, objects, findPaths));
  }
  await Promise.all(asking);
}

async function askForParts(
  execution: Execution,
  fetch: CompiledFetch,
  representations: readonly string[],
  parts: readonly AnswerPart[],
): Promise<void> {
  const reception = await askSubgraph(execution, fetch, representations);
  takeAnswer(execution, fetch, reception, parts, (data) => {
    const entities = isJsonObject(data) ? readOwn(data, '_entities') : null;
    return Array.isArray(entities) && entities.length === parts.length ? entities : null;
  });
}

function pathFinder(
  execution: Execution,
  path: readonly string[],
): (targets: readonly JsonObject[]) => readonly Path[] {
  let known: ReadonlyMap<JsonObject, readonly Path[]> | null = null;
  return (targets) => {
    known ??= pathsOfTargets(execution.data, path);
    return targets.flatMap((target) => known?.get(target) ?? []);
  };
}

type ReadValues = (data: unknown, errors: readonly SubgraphError[]) => readonly unknown[] | null;

/**
 * @param read finds one value per part in the data of the answer; null when the data cannot be used
 * @returns whether the answer could be used
 */
function takeAnswer(
  execution: Execution,
  fetch: CompiledFetch,
  reception: Reception,
  parts: readonly AnswerPart[],
  read: ReadValues,
): boolean {
  const { answer, trace } = reception;
  const { subgraph } = fetch.fetch;
  if (answer.kind === 'fault') {
    noteLost(execution, fetch, complaintOfFault(answer.code, subgraph), parts[0]);
    return false;
  }
  const body = parseBody(answer.text);
  const errors = readSubgraphErrors(body?.errors, subgraph);
  const values = body && read(body.data ?? null, errors);
  if (errors.length > 0) trace.status = 'partial';
  if (!values) {
    trace.status = 'failed';
    trace.fault = 'the data is not what was asked';
    noteLost(execution, fetch, errors[0]?.complaint ?? complaintOfFault('SUBGRAPH_BAD_RESPONSE', subgraph), parts[0]);
    return false;
  }
  parts.forEach((part, index) => {
    part.value = acceptValue(fetch, reception, values[index]);
  });
  noteSubgraphErrors(execution, fetch, errors, parts);
  for (const part of parts) mergePart(execution, fetch, part);
  return true;
}

/** @returns null for what is not a GraphQL response */
function parseBody(text: string): JsonObject | null {
  try {
    const body: unknown = JSON.parse(text);
    return isJsonObject(body) && (Object.hasOwn(body, 'data') || Object.hasOwn(body, 'errors')) ? body : null;
  } catch {
    return null;
  }
}

function acceptValue(fetch: CompiledFetch, { trace }: Reception, value: unknown): JsonObject | null | undefined {
  if (value === null || value === undefined) return value;
  if (!isJsonObject(value)) {
    trace.unaskedValues++;
    return undefined;
  }
  trace.unaskedValues += acceptAnswer(value, fetch.answer);
  return value;
}

function mergePart({ plan, shared }: Execution, fetch: CompiledFetch, { value, targets }: AnswerPart): void {
  if (value === undefined) return;
  if (value !== null && targets.length > 1 && !fetch.overlaps) noteShared(shared, value, fetch.answer);
  targets.forEach((target, index) => {
    if (value === null) setNulls(target, fetch.brings);
    else
      mergeAnswer(target, index > 0 && fetch.overlaps ? cloneJson(value) : value, fetch.answer, plan.interfaceObjects);
  });
}

function noteShared(shared: Set<unknown>, value: JsonObject, shape: AnswerShape): void {
  for (const { keepAs, shape: below } of shape.values()) {
    const part = below && readOwn(value, keepAs);
    if (part) shared.add(part);
  }
}

function setNulls(target: JsonObject, names: readonly string[]): void {
  for (const name of names) {
    if (readOwn(target, name) === undefined) target[name] = null;
  }
}
