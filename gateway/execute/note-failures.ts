// Failures of one fetch: which places of the data each of them explains.
import type { CompiledFetch } from './compile-plan.ts';
import type { AnswerPart, AskedTargets, Execution } from './execution.ts';
import type { Failure, LostFields, Path } from './fetched-data.ts';
import { type Complaint, forgetNulls, locateNull, toPrivateNames } from './subgraph-errors.ts';

/** Nothing that the fetch should have brought is known. */
export function noteLost(
  execution: Execution,
  fetch: CompiledFetch,
  complaint: Complaint,
  { targets, findPaths }: AskedTargets,
): void {
  const path = findPaths(targets[0] ?? [])[0];
  execution.failures.push({ ...complaint, path: null, lost: lostBy(fetch, path, 'place') });
}

/**
 * Fields that were not asked for, because something that they need from another subgraph is unknown.
 * @param source the place below which it should have been
 */
export function noteInputsMissing(
  execution: Execution,
  fetch: CompiledFetch,
  paths: readonly Path[],
  lost: readonly string[],
  source: Path = fetch.place?.path ?? [],
): void {
  const { subgraph } = fetch.fetch;
  const place = placeOf(source);
  const cause = execution.failures.findLast((failure) =>
    placeOf(failure.path ?? failure.lost?.path ?? []).startsWith(place),
  );
  const giver = cause ? `"${cause.subgraph}"` : 'another subgraph';
  const message = `The subgraph "${subgraph}" was not asked for this part, because ${giver} gave no input for it.`;
  const complaint: Complaint = { code: cause?.code ?? 'SUBGRAPH_BAD_RESPONSE', message, details: {}, subgraph };
  for (const path of paths)
    execution.failures.push({ ...complaint, path: null, lost: { path, fields: lost, scope: 'object' } });
}

export function noteMutationSkipped(execution: Execution, fetch: CompiledFetch): void {
  const { subgraph } = fetch.fetch;
  const code = execution.mutationFault?.code ?? 'SUBGRAPH_ERROR';
  for (const field of fetch.brings) {
    const message = 'Not run, because a mutation before it failed.';
    execution.failures.push({ code, message, details: {}, subgraph, path: [field], lost: null });
  }
}

/** An error inside an answer, and the number of the part that it is about; null when it names none. */
export interface PartError {
  readonly complaint: Complaint;
  readonly part: number | null;
  /** From the part down, in response names. */
  readonly path: Path;
}

/**
 * @param values by part, not merged yet
 * @returns the same, but what an error explains is no longer null but unknown
 */
export function noteSubgraphErrors(
  execution: Execution,
  fetch: CompiledFetch,
  asked: AskedTargets,
  errors: readonly PartError[],
  values: readonly AnswerPart['value'][],
): readonly AnswerPart['value'][] {
  const parts = asked.targets.map(
    (targets, index): AnswerPart => ({
      value: values[index],
      targets,
      targetPaths: () => asked.findPaths(targets),
    }),
  );
  const unplaced = errors.filter((error) => !noteAtItsPlace(execution, fetch, error, parts));
  if (unplaced.length > 0) forgetAllNulls(parts);
  for (const { complaint } of unplaced) noteLost(execution, fetch, complaint, asked);
  return parts.map(({ value }) => value);
}

function forgetAllNulls(parts: readonly AnswerPart[]): void {
  for (const part of parts) {
    if (part.value === null) part.value = undefined;
    else forgetNulls(part.value);
  }
}

/** @returns false when the error names no place of the answer */
function noteAtItsPlace(
  execution: Execution,
  fetch: CompiledFetch,
  { complaint, part: number, path }: PartError,
  parts: readonly AnswerPart[],
): boolean {
  const part = number === null ? undefined : parts[number];
  if (!part) return false;
  return part.value
    ? noteInside(execution, fetch, complaint, part, path)
    : noteWhole(execution, fetch, complaint, part, path);
}

function noteInside(
  execution: Execution,
  fetch: CompiledFetch,
  complaint: Complaint,
  part: AnswerPart,
  path: Path,
): boolean {
  const located = part.value && locateNull(part.value, fetch.answer, path, execution.leaves);
  if (!located) return false;
  located.forget();
  for (const target of part.targetPaths()) {
    execution.failures.push({ ...complaint, path: [...target, ...located.path], lost: null });
  }
  return true;
}

/** The null moved up to the entity, or to the root: none of its fields is known. */
function noteWhole(
  execution: Execution,
  fetch: CompiledFetch,
  complaint: Complaint,
  part: AnswerPart,
  path: Path,
): boolean {
  part.value = undefined;
  const names = toPrivateNames(fetch.answer, path);
  for (const target of part.targetPaths()) {
    const failure: Failure = {
      ...complaint,
      path: names?.length ? [...target, ...names] : null,
      lost: lostBy(fetch, target, 'object'),
    };
    execution.failures.push(failure);
  }
  return true;
}

function lostBy(fetch: CompiledFetch, path: Path | undefined, scope: LostFields['scope']): LostFields {
  return { path: path ?? [], fields: fetch.brings, scope };
}

function placeOf(path: Path): string {
  return path
    .filter((step) => typeof step === 'string' && step !== '@')
    .map((step) => `.${step}`)
    .join('');
}
