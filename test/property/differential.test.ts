// The executor against one graphql-js schema that reads the same world: data equal byte for byte, errors equal by path.
// More runs: GORDIAN_PROPERTY_RUNS=100000, and GORDIAN_PROPERTY_SEED to repeat a failure.
import * as fc from 'fast-check';
import { execute, parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { executePlan } from '../../gateway/execute/execute-plan.ts';
import { coerceVariables } from '../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../gateway/plan/create-planner.ts';
import { printPlan } from '../../gateway/plan/print-plan.ts';
import { compileProjector } from '../../gateway/project/compile-projector.ts';
import { compose } from '../support/federation/federation.ts';
import { createInProcessSubgraphs, worldResolver } from '../support/federation/in-process-subgraphs.ts';
import { randomOperation } from '../support/federation/random-operation.ts';
import { createWorld } from '../support/federation/world.ts';
import type { WrittenSupergraph } from './random-supergraph.ts';
import { conflicts } from './supergraphs/conflicts.ts';
import { media } from './supergraphs/media.ts';
import { shop } from './supergraphs/shop.ts';

const runs = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 1_000);
// Fixed for the usual run, so that a failure belongs to the change that made it; a longer run looks for new ground.
const usualSeed = process.env.GORDIAN_PROPERTY_RUNS ? undefined : 20_261_122;
const seed = process.env.GORDIAN_PROPERTY_SEED ? Number(process.env.GORDIAN_PROPERTY_SEED) : usualSeed;

describe.each([shop, media, conflicts])('over the supergraph "$name"', (written) => {
  test('random operations on random data answer as one schema would', { timeout: 60_000 + runs * 100 }, async () => {
    const differential = createDifferential(written);
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.nat(1_000), async (gen, worldSeed) => {
        const operation = randomOperation(differential.schema, gen);
        fc.pre(validate(differential.schema, parse(operation.query)).length === 0);
        const { expected, actual, explanation } = await differential.run(operation, worldSeed);
        expect(actual, explanation).toEqual(expected);
      }),
      { numRuns: runs, seed, endOnFailure: false },
    );
  });
});

interface Outcome {
  /** As text, so that the order of keys counts. */
  readonly data: string;
  /** Where null stands in the data because of some error. */
  readonly nulls: readonly string[];
}

function createDifferential(written: WrittenSupergraph) {
  const sdls = Object.fromEntries(Object.entries(written.subgraphs).map(([name, sdl]) => [name, { sdl }]));
  const planner = createPlanner(
    compose(
      sdls,
      Object.keys(sdls).map((name) => ({ name, url: `http://${name}` })),
    ),
  );
  const subgraphs = createInProcessSubgraphs(written.subgraphs);
  const schema = planner.apiSchema;
  const keys = Object.keys(schema.getTypeMap()).flatMap((type) => [`${type}.id`, `${type}.code`]);
  const reliable = new Set([...written.reliable, ...keys]);

  const run = async (
    { query, variables }: { query: string; variables: Readonly<Record<string, unknown>> },
    worldSeed: number,
  ) => {
    const world = createWorld({
      schema,
      seed: worldSeed,
      computed: written.computed,
      reliable,
      nulls: 12,
      failures: worldSeed % 3 === 0 ? 0 : 6,
    });
    const monolith = await execute({
      schema,
      document: parse(query),
      variableValues: variables,
      fieldResolver: worldResolver(world),
    });
    const prepared = prepareOperation(planner, { query, operationName: null });
    const coerced = coerceVariables(prepared, variables);
    const authorized = { shape: shapeOperation(prepared, coerced), verdicts: [], key: '' };
    const plan = await planner.plan(authorized);
    const context = {
      variables: coerced,
      subgraphs: subgraphs.reading(world),
      headersFor: async () => ({}),
      deadlineMs: 10_000,
    };
    const fetched = await executePlan(plan, context);
    const projection = compileProjector(authorized)(fetched);
    return {
      expected: outcomeOf(monolith.data, monolith.errors ?? []),
      actual: outcomeOf(JSON.parse(projection.data), projection.errors),
      explanation: [
        query,
        JSON.stringify(variables),
        `world ${worldSeed}`,
        printPlan(plan),
        JSON.stringify(projection.errors),
        JSON.stringify(monolith.errors),
      ].join('\n'),
    };
  };
  return { schema, run };
}

function outcomeOf(data: unknown, errors: readonly { readonly path?: readonly (string | number)[] }[]): Outcome {
  return {
    data: JSON.stringify(data),
    nulls: [...new Set(errors.map(({ path = [] }) => nullOnTheWay(data, path)))].sort(),
  };
}

/** Null moved up from the field that failed to the nearest nullable parent: which errors below it are told is up to the executor. */
function nullOnTheWay(data: unknown, path: readonly (string | number)[]): string {
  let value = data;
  for (const [depth, step] of path.entries()) {
    if (value === null || value === undefined) return path.slice(0, depth).join('.');
    value = (value as Record<string | number, unknown>)[step];
  }
  return value === null ? path.join('.') : `${path.join('.')} is not null`;
}
