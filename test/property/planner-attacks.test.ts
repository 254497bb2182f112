// Operations that make a planner explode, against the planner of a gateway: each is planned or refused, and whoever asks for
// something harmless meanwhile is served. First the shapes that are known, then a hill-climbing search for worse ones.
// GORDIAN_ATTACK_RUNS sets how many the search tries, GORDIAN_ATTACK_SEED where it begins. How long the serving thread was
// blocked is printed and not asserted: it depends on the machine.
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { cachePlans } from '../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../gateway/plan/planner.ts';
import { startPlanner } from '../../gateway/plan/start-planner.ts';
import { composeAttacked, hostileOperation } from '../support/attacked-supergraph.ts';
import { compileTree } from '../support/compiled-tree.ts';
import { mutate, printHostile, type Random, randomSelection, seededRandom } from '../support/hostile-selection.ts';

const runs = Number(process.env.GORDIAN_ATTACK_RUNS ?? 8);
const seed = Number(process.env.GORDIAN_ATTACK_SEED ?? 1);
/** What a hostile operation may end in; a client is told each of them. */
const ends = ['planned', 'PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED'];

let tree: ReturnType<typeof compileTree>;
let planner: Planner;

beforeAll(async () => {
  tree = compileTree();
  const workerFile = pathToFileURL(join(tree.folder, 'gateway/plan/planner-worker.js'));
  const options = { workers: 1, budgetMs: 1_000, queueLimit: 100, waitMs: 60_000, workerFile };
  planner = cachePlans(await startPlanner(composeAttacked(), options));
});

afterAll(async () => {
  await planner.stop();
  tree.remove();
});

/** What an operation ends in. */
async function plan(query: string): Promise<string> {
  try {
    const shape = shapeOperation(prepareOperation(planner, { query, operationName: null }), {});
    await planner.plan({ shape, verdicts: [], key: '' });
    return 'planned';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error);
  }
}

const nested = (depth: number) => `{root${'{x'.repeat(depth)}{id}${'}'.repeat(depth + 1)}`;

test('the known shapes end, together, and harmless operations are answered meanwhile', async () => {
  const known = [
    nested(2),
    nested(18),
    hostileOperation(0, 4, 2),
    hostileOperation(1, 4, 3),
    hostileOperation(2, 2, 5),
  ];
  const harmless = Array.from({ length: 20 }, (_, id) => `{ root { harmless${id}: id } }`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const hostileEnds = Promise.all(known.map(plan));
  for (const query of harmless) expect(await plan(query), query).toBe('planned');
  for (const end of await hostileEnds) expect(ends).toContain(end);
  report('the known shapes', delay);
});

test('what was refused is refused again without planning', async () => {
  const order: string[] = [];
  const another = plan(hostileOperation(9, 4, 3)).then(() => order.push('another'));
  expect(await plan(hostileOperation(1, 4, 3))).toBe('PLANNING_FAILED');
  order.push('the same');
  await another;
  expect(order).toEqual(['the same', 'another']);
});

test('the worst that a search finds ends, too', { timeout: 60_000 + runs * 10_000 }, async () => {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const worst = await climb(seededRandom(seed));
  report(`seed ${seed}, the worst of ${runs} took ${Math.round(worst.tookMs)} ms and is ${worst.query}`, delay);
  expect(await plan('{ root { afterwards: id } }')).toBe('planned');
});

/** Keeps what takes longer to plan; begins elsewhere when a change leads nowhere. */
async function climb(random: Random): Promise<{ readonly query: string; readonly tookMs: number }> {
  let best = { selection: randomSelection(random), query: '', tookMs: 0 };
  for (let run = 0; run < runs; run++) {
    const selection = random() < 0.2 ? randomSelection(random) : mutate(best.selection, random);
    const query = printHostile(selection);
    const begunAt = performance.now();
    const [end, other] = await Promise.all([plan(query), plan(`{ root { harmless${run}: id } }`)]);
    expect(ends, query).toContain(end);
    expect(other, query).toBe('planned');
    const tookMs = performance.now() - begunAt;
    if (tookMs > best.tookMs) best = { selection, query, tookMs };
  }
  return best;
}

function report(what: string, delay: ReturnType<typeof monitorEventLoopDelay>): void {
  delay.disable();
  const blockedMs = Math.round(delay.max / 1e6);
  process.stdout.write(`${what}: the serving thread was blocked for ${blockedMs} ms at most\n`);
}
