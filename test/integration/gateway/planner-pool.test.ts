// Planning in threads of its own, with the compiled worker that production starts.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { printSchema } from 'graphql';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { prepareOperation } from '../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import { createOverrideDecision } from '../../../gateway/plan/override-labels.ts';
import type { Planner } from '../../../gateway/plan/planner.ts';
import { type PlanningOptions, startPlanner } from '../../../gateway/plan/start-planner.ts';
import { pairUp } from '../../../gateway/supergraph/generation.ts';
import { startSupergraph } from '../../../gateway/supergraph/served-supergraph.ts';
import { openPolicy } from '../../../policies/compile.ts';
import { composeAttacked, hostileOperation } from '../../support/attacked-supergraph.ts';
import { compiledTree } from '../../support/compiled-tree.ts';

const attacked = composeAttacked();
const started: Planner[] = [];
const tree = compiledTree();

beforeAll(() => {});
afterEach(async () => {
  await Promise.all(started.splice(0).map((planner) => planner.stop()));
});

const patient = { workers: 1, budgetMs: 20_000, queueLimit: 10, waitMs: 20_000, memoryMb: 512 };
const strict = { ...patient, budgetMs: 100 };

async function start(options: PlanningOptions, supergraphSdl = attacked): Promise<Planner> {
  const workerFile = pathToFileURL(join(tree, 'gateway/plan/planner-worker.js'));
  const planner = await startPlanner(supergraphSdl, { ...options, workerFile });
  started.push(planner);
  return planner;
}

function authorize({ apiSchema }: Planner, query: string) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  return { shape, verdicts: [], key: '' };
}

const benign = (id: number) => `{ root { id b${id}: x { id } } }`;
const codeOf = ({ code }: { readonly code?: string }) => code;

test('a planner in threads says the same as one in this thread', async () => {
  const threaded = await start(patient);
  const inThread = createPlanner(attacked);
  expect(threaded.subgraphs).toEqual(inThread.subgraphs);
  expect(printSchema(threaded.apiSchema)).toBe(printSchema(inThread.apiSchema));
  for (const query of [benign(1), '{ __typename }', '{ root { x { x { id } } } }']) {
    const [expected, actual] = [inThread, threaded].map((planner) =>
      planner.plan(authorize(planner, query)).catch(({ code, message }) => ({ code, message })),
    );
    expect(await actual, query).toEqual(await expected);
  }
});

describe('a planner in threads', () => {
  test('is not started on what is no supergraph, and says why', async () => {
    await expect(start(patient, 'type Query { a: Int }')).rejects.toThrow(/Invalid supergraph/);
  });

  test('says which setting to raise when the supergraph is too large for its memory', async () => {
    await expect(start({ ...patient, memoryMb: 4 })).rejects.toMatchObject({
      code: 'SUPERGRAPH_INVALID',
      message: expect.stringContaining('planning.memoryMb'),
    });
  });

  test('refuses an operation over the budget, and plans the next ones in the threads that are left and started anew', async () => {
    const planner = await start({ ...patient, budgetMs: 1_000 });
    for (const id of [1, 2, 3]) {
      await expect(planner.plan(authorize(planner, hostileOperation(id)))).rejects.toMatchObject({
        code: 'PLANNING_FAILED',
      });
    }
    await expect(planner.plan(authorize(planner, '{ root { id } }'))).resolves.toBeDefined();
  });

  test('refuses what finds the queue full', async () => {
    const planner = await start({ ...strict, queueLimit: 1 });
    const plans = [0, 1, 2].map((id) => planner.plan(authorize(planner, hostileOperation(id))).catch(codeOf));
    expect(await Promise.all(plans)).toEqual(['PLANNING_FAILED', 'PLANNING_FAILED', 'OVERLOADED']);
  });

  test('refuses what has waited too long', async () => {
    const planner = await start({ ...patient, budgetMs: 1_000, waitMs: 50 });
    const plans = [0, 1].map((id) => planner.plan(authorize(planner, hostileOperation(id))).catch(codeOf));
    expect(await Promise.all(plans)).toEqual(['PLANNING_FAILED', 'OVERLOADED']);
  });

  test('plans what is short before what is long', async () => {
    const planner = await start({ ...patient, budgetMs: 300 });
    const order: string[] = [];
    const ask = (name: string, query: string) =>
      planner.plan(authorize(planner, query)).then(
        () => order.push(name),
        () => order.push(name),
      );
    await Promise.all([
      ask('under way', hostileOperation(0)),
      ask('long', hostileOperation(1)),
      ask('short', '{ root { id } }'),
    ]);
    expect(order).toEqual(['under way', 'short', 'long']);
  });

  test('does not plan what everyone has stopped waiting for, and has its place in the queue again', async () => {
    const planner = await start({ ...strict, queueLimit: 1 });
    const client = new AbortController();
    const underWay = planner.plan(authorize(planner, hostileOperation(0))).catch(codeOf);
    const waiting = planner.plan(authorize(planner, hostileOperation(1)), client.signal).catch(codeOf);
    client.abort();
    const next = planner.plan(authorize(planner, hostileOperation(2))).catch(codeOf);
    expect(await Promise.all([underWay, waiting, next])).toEqual(['PLANNING_FAILED', 'CLIENT_LEFT', 'PLANNING_FAILED']);
  });

  test('ends with those who wait told so', async () => {
    const planner = await start(patient);
    const plans = [0, 1].map((id) => planner.plan(authorize(planner, hostileOperation(id))).catch(codeOf));
    await planner.stop();
    expect(await Promise.all(plans)).toEqual(['PLANNING_FAILED', 'NOT_READY']);
    await expect(planner.plan(authorize(planner, benign(1)))).rejects.toMatchObject({ code: 'NOT_READY' });
  });
});

describe('a generation', () => {
  const artefact = { id: 'a', publishedAt: '', supergraphSdl: attacked, classifications: {} };
  const options = {
    startPlanner: (supergraphSdl: string) => start(patient, supergraphSdl),
    decideOverrides: (labels: readonly string[]) => createOverrideDecision(labels, {}),
    subgraphUrls: {},
    subgraphs: {},
  };

  test('ends its threads when it retires, after the work under way', async () => {
    const generation = pairUp(await startSupergraph(artefact, options), openPolicy());
    const { planner } = generation;
    const plan = generation.use(() => planner.plan(authorize(planner, benign(1))));
    await generation.retire();
    await expect(plan).resolves.toBeDefined();
    await expect(planner.plan(authorize(planner, benign(2)))).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  test('leaves its threads to the next one on the same supergraph', async () => {
    const supergraph = await startSupergraph(artefact, options);
    const [former, next] = [pairUp(supergraph, openPolicy()), pairUp(supergraph, openPolicy())];
    await former.retire();
    await former.retire();
    await expect(next.planner.plan(authorize(next.planner, benign(1)))).resolves.toBeDefined();
    await next.retire();
    await expect(next.planner.plan(authorize(next.planner, benign(2)))).rejects.toMatchObject({ code: 'NOT_READY' });
  });

  test('leaves no thread behind when its labels cannot be decided', async () => {
    const decideOverrides = () => {
      throw new Error('does not fit');
    };
    await expect(startSupergraph(artefact, { ...options, decideOverrides })).rejects.toThrow('does not fit');
    const [planner] = started;
    await expect(planner!.plan(authorize(planner!, benign(1)))).rejects.toMatchObject({ code: 'NOT_READY' });
  });
});
