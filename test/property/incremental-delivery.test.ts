// The parts of an answer, put together, are the answer to the same operation without @defer: data equal, errors equal by the
// places at which they left null. And they are the parts that the reference implementation sends over one schema. More runs: GORDIAN_PROPERTY_RUNS=100000, and GORDIAN_PROPERTY_SEED to begin elsewhere.
import { parse, print, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../gateway/authorize/authorized-operation.ts';
import { executePlan } from '../../gateway/execute/execute-plan.ts';
import { coerceVariables } from '../../gateway/operation/coerce-variables.ts';
import { defaultOperationLimits } from '../../gateway/operation/operation-limits.ts';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../gateway/plan/create-planner.ts';
import { cachePlans } from '../../gateway/plan/plan-cache.ts';
import { compileProjector } from '../../gateway/project/compile-projector.ts';
import { GordianError } from '../../kit/errors.ts';
import {
  type AnswerPart,
  deliverParts,
  mergeParts,
  type PartPath,
  type WholeAnswer,
} from '../support/federation/answer-parts.ts';
import { createDice } from '../support/federation/dice.ts';
import { createInProcessSubgraphs, worldResolver } from '../support/federation/in-process-subgraphs.ts';
import { randomDefer } from '../support/federation/random-defer.ts';
import { randomOperation } from '../support/federation/random-operation.ts';
import { createReference, type PartedAnswer } from '../support/federation/reference-parts.ts';
import { createWorld } from '../support/federation/world.ts';
import { composeWritten } from './differential.ts';
import type { WrittenSupergraph } from './random-supergraph.ts';
import { conflicts } from './supergraphs/conflicts.ts';
import { media } from './supergraphs/media.ts';
import { shop } from './supergraphs/shop.ts';

const runs = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 60);
const firstSeed = Number(process.env.GORDIAN_PROPERTY_SEED ?? 1);
const limits = { ...defaultOperationLimits, maxDeferredFragments: 1_000 };

const denial: Verdict = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'no', brief: 'no' };
const hasDenials = (seed: number) => seed % 4 === 1;

const variablesOf = (query: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries([...query.matchAll(/\$(\w+): Boolean!/g)].map(([, name = ''], index) => [name, index % 2 === 0]));

function createSubject(written: WrittenSupergraph) {
  const planner = cachePlans(createPlanner(composeWritten(written.subgraphs)));
  const subgraphs = createInProcessSubgraphs(written.subgraphs);
  const schema = planner.apiSchema;
  const keys = Object.keys(schema.getTypeMap()).flatMap((type) => ['id', 'code'].map((field) => `${type}.${field}`));
  const reliable = new Set([...written.reliable, ...keys]);

  const worldOf = (seed: number) => {
    const { computed, possible } = written;
    const temper = { nulls: seed % 5 === 0 ? 0 : 12, failures: seed % 3 === 0 ? 0 : 6 };
    return createWorld({ schema, seed, computed, reliable, possible, ...temper });
  };

  /** @returns null when the operation is beyond a limit */
  /** In some cases a caller may not see everything; the same in parts and as a whole. */
  const verdictOf = (seed: number, coordinate: string): Verdict | undefined =>
    hasDenials(seed) && createDice(`deny ${seed} ${coordinate}`).chance(10) ? denial : undefined;

  const ask = async (query: string, seed: number, isIncremental: boolean) => {
    const prepared = prepareOperation(planner, { query, operationName: null }, limits);
    const variables = coerceVariables(prepared, variablesOf(query));
    const shape = shapeOperation(prepared, variables, limits, isIncremental);
    const verdicts = shape.fields.map(({ coordinate }) => verdictOf(seed, coordinate));
    const authorized = { shape, verdicts, key: `${hasDenials(seed) ? seed : ''}` };
    const plan = await planner.plan(authorized);
    const transport = subgraphs.reading(worldOf(seed));
    const fetched = await executePlan(plan, {
      variables,
      subgraphs: transport,
      headersFor: async () => ({}),
      deadlineMs: 60_000,
    });
    const { data, errors, deferred } = compileProjector(authorized)(fetched);
    const { pending, parts } = await deliverParts(deferred, fetched.later);
    const first = { data: JSON.parse(data.toString()), errors, pending };
    return { ...first, merged: mergeParts(first, parts), parts };
  };

  const reference = createReference(schema);
  const askReference = (query: string, seed: number) =>
    reference(query, variablesOf(query), worldResolver(worldOf(seed)) as never);

  const operationOf = (seed: number): string | null => {
    const dice = createDice(`defer ${seed}`);
    const query = randomOperation(schema, dice);
    if (validate(schema, parse(query)).length > 0) return null;
    return print(randomDefer(parse(query), dice));
  };

  return { ask, askReference, operationOf };
}

describe.each([shop, media, conflicts])('over the supergraph "$name"', (written) => {
  test('parts add up to the whole', { timeout: 60_000 + runs * 100 }, async () => {
    const { ask, askReference, operationOf } = createSubject(written);
    let inParts = 0;
    for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
      const query = operationOf(seed);
      if (!query) continue;
      try {
        const whole = await ask(query, seed, false);
        const answer = await ask(query, seed, true);
        const { merged, parts } = answer;
        if (parts.length > 0) inParts++;
        if (!hasDenials(seed)) {
          const [ours, theirs] = [deliveriesOf(answer), deliveriesOf(await askReference(query, seed))];
          // Where a fragment was fetched with what is around it, the subgraph itself moved the null, past the fragment.
          const isSameFailure = ours.failed.join() === theirs.failed.join();
          if (theirs.failed.length === 0 || isSameFailure) expect(ours, `seed ${seed}\n${query}`).toEqual(theirs);
        }
        const difference = differenceOf(whole.merged, merged);
        if (difference)
          expect.fail(
            `${difference} (seed ${seed})\n${query}\n${JSON.stringify({ whole: whole.merged, merged, parts }, null, 1)}`,
          );
      } catch (error) {
        if (!(error instanceof GordianError)) throw new Error(`seed ${seed}\n${query}`, { cause: error });
        expect(
          ['PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED', 'BAD_USER_INPUT'],
          `${error.message}\n${query}`,
        ).toContain(error.code);
      }
    }
    expect(inParts).toBeGreaterThan(runs / 5);
  });
});

/** What is delivered where, and which fragments fail; announcing one that has nothing left to bring is a matter of timing. */
function deliveriesOf({ data, pending, parts }: PartedAnswer) {
  const fragments = new Map<string, { readonly name: string; readonly path: PartPath }>();
  const objects: string[] = [];
  const failed: string[] = [];
  for (const part of [{ pending }, ...parts] as readonly Partial<AnswerPart>[]) {
    for (const { id, path, label } of part.pending ?? [])
      fragments.set(id, { name: `${label} ${path.join('.')}`, path });
    for (const { id, subPath = [], data: fields } of part.incremental ?? [])
      objects.push(`${[...fragments.get(id)!.path, ...subPath].join('.')} ${inOrder(fields)}`);
    for (const { id, errors } of part.completed ?? []) if (errors) failed.push(fragments.get(id)!.name);
  }
  return { first: inOrder(data), objects: objects.sort(), failed: failed.sort() };
}

/** The order of fields that merge from several fragments is each server's own. */
function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/** A null that moves up stops at a deferred fragment: there, and only there, the whole may have lost more. */
function differenceOf(whole: WholeAnswer, merged: WholeAnswer): string | null {
  const failed = merged.failed.map((path) => path.join('.'));
  const difference = findDifference(whole.data, merged.data, [], failed);
  if (difference) return difference;
  if (failed.length > 0) return merged.errors.length > 0 ? null : 'a fragment failed without an error';
  const [ours, theirs] = [merged, whole].map(({ data, errors }) =>
    nullsOf(
      data,
      errors.map(({ path }) => path),
    ),
  );
  return ours === theirs ? null : `nulls with an error: ${ours} instead of ${theirs}`;
}

function findDifference(whole: unknown, merged: unknown, path: PartPath, failed: readonly string[]): string | null {
  const place = path.join('.');
  if (whole === null && merged !== null)
    return failed.some((fragment) => isWithin(fragment, place) || isWithin(place, fragment))
      ? null
      : `${place} is not null`;
  if (typeof whole !== 'object' || whole === null || typeof merged !== 'object' || merged === null)
    return whole === merged ? null : `${place} is ${JSON.stringify(merged)} instead of ${JSON.stringify(whole)}`;
  const keys = new Set([...Object.keys(whole), ...Object.keys(merged)]);
  for (const key of keys) {
    const [right, ours] = [whole, merged].map((value) => (value as Record<string, unknown>)[key]);
    const below = [...path, Array.isArray(whole) ? Number(key) : key];
    if (ours === undefined && failed.some((fragment) => isWithin(place, fragment))) continue;
    const difference = findDifference(right, ours, below, failed);
    if (difference) return difference;
  }
  return null;
}

const isWithin = (inner: string, outer: string) => outer === '' || inner === outer || inner.startsWith(`${outer}.`);

function nullsOf(data: unknown, paths: readonly PartPath[]): string {
  return [...new Set(paths.map((path) => nullOnTheWay(data, path)))].sort().join();
}

function nullOnTheWay(data: unknown, path: PartPath): string {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth).join('.');
    value = (value as Record<string | number, unknown>)[step];
  }
  return path.join('.');
}
