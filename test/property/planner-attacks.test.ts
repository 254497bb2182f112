// Operations that make a planner explode, against the planner of a gateway with its usual settings: each is planned or refused,
// and harmless traffic goes on. First the shapes that are known and the worst that former searches found (the fixtures), then
// a hill-climbing search for worse ones. Counts are asserted. How long the serving thread was blocked is printed only: it
// depends on the machine.
//   GORDIAN_ATTACK_RUNS=200 GORDIAN_ATTACK_SEED=7   a longer search from another start
//   GORDIAN_ATTACK_SAVE=1                           keeps the worst it found
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readGatewayConfig } from '../../gateway/config.ts';
import { prepareOperation } from '../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../gateway/operation/shape-operation.ts';
import { createPlanner } from '../../gateway/plan/create-planner.ts';
import { cachePlans } from '../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../gateway/plan/planner.ts';
import { startPlanner } from '../../gateway/plan/start-planner.ts';
import { packageFile } from '../../kit/package-files.ts';
import { composeAttacked, hostileOperation } from '../support/attacked-supergraph.ts';
import { compiledTree } from '../support/compiled-tree.ts';
import { mutate, printHostile, type Random, randomSelection, seededRandom } from '../support/hostile-selection.ts';

const runs = Number(process.env.GORDIAN_ATTACK_RUNS ?? 8);
const seed = Number(process.env.GORDIAN_ATTACK_SEED ?? 1);
const fixture = packageFile('test/fixtures/planner-attacks/worst.json');
/** What a hostile operation may end in; a client is told each of them. Overloaded: shorter ones were planned all the time. */
const ends = ['planned', 'PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED', 'OVERLOADED'];

const tree = compiledTree();
let planner: Planner;
let budgetMs: number;

beforeAll(async () => {
  const workerFile = pathToFileURL(join(tree, 'gateway/plan/planner-worker.js'));
  const { planning } = usualSettings(tree);
  ({ budgetMs } = planning);
  planner = cachePlans(await startPlanner(composeAttacked(), { ...planning, workerFile }));
});

afterAll(async () => {
  await planner.stop();
});

function usualSettings(folder: string) {
  const file = join(folder, 'gordian.yaml');
  writeFileSync(file, 'supergraph: { kind: file, path: supergraph.graphql }\npolicy: none\n');
  return readGatewayConfig(file, {});
}

/** The longest that one operation kept the serving thread busy. */
let busiestMs = 0;

/** What an operation ends in. */
async function plan(query: string): Promise<string> {
  const begunAtMs = ownCpuMs();
  // Everything up to the first wait is the serving thread's own work.
  const planned = prepareAndPlan(query, planner);
  busiestMs = Math.max(busiestMs, ownCpuMs() - begunAtMs);
  return endOf(planned);
}

async function prepareAndPlan(query: string, withPlanner: Planner): Promise<void> {
  const shape = shapeOperation(prepareOperation(withPlanner, { query, operationName: null }), {});
  await withPlanner.plan({ shape, verdicts: [], key: '' });
}

function endOf(planned: Promise<void>): Promise<string> {
  return planned.then(
    () => 'planned',
    (error: unknown) => (error as { readonly code?: string }).code ?? String(error),
  );
}

const schedulerStatistics = '/proc/thread-self/schedstat';

/** Of this thread, so that a busy machine makes no difference; by the clock where the system does not tell. */
function ownCpuMs(): number {
  if (!existsSync(schedulerStatistics)) return performance.now();
  return Number(readFileSync(schedulerStatistics, 'utf8').split(' ')[0]) / 1e6;
}

const nested = (depth: number) => `{root${'{x'.repeat(depth)}{id}${'}'.repeat(depth + 1)}`;

/** Each fragment is spread twice by the one before. */
function nestOfFragments(depth: number): string {
  const level = (at: number) => `fragment F${at} on I { x { ...F${at + 1} } y: x { ... on T${at} { ...F${at + 1} } } }`;
  const levels = Array.from({ length: depth }, (_, at) => level(at));
  return `{ root { ...F0 } } ${levels.join(' ')} fragment F${depth} on I { id x { id } }`;
}

interface Attack {
  readonly query: string;
  readonly end: string;
  readonly tookMs: number;
}

const saved: readonly Attack[] = existsSync(fixture) ? JSON.parse(readFileSync(fixture, 'utf8')) : [];

const known = [
  nested(2),
  nested(18),
  nestOfFragments(8),
  hostileOperation(0, 4, 2),
  hostileOperation(1, 4, 3),
  hostileOperation(2, 2, 5),
  ...saved.map(({ query }) => query),
];

test('the known shapes end, together, and harmless operations are answered meanwhile', {
  timeout: 120_000,
}, async () => {
  const traffic = harmlessTraffic('known');
  for (const end of await Promise.all(known.map(plan))) expect(ends).toContain(end);
  report('the known shapes', await traffic.stop());
});

test('what was refused is refused again without planning', async () => {
  const order: string[] = [];
  expect(await plan(hostileOperation(1, 4, 3))).toBe('PLANNING_FAILED');
  const another = plan(hostileOperation(9, 4, 3)).then(() => order.push('another'));
  expect(await plan(hostileOperation(1, 4, 3))).toBe('PLANNING_FAILED');
  order.push('the same');
  await another;
  expect(order).toEqual(['the same', 'another']);
});

test('the worst that a search finds ends, too', { timeout: 300_000 + runs * 10_000 }, async () => {
  const traffic = harmlessTraffic('search');
  const found = await climb(seededRandom(seed));
  const [worst] = found;
  report(`seed ${seed}, the worst of ${runs} took ${worst?.tookMs} ms and is ${worst?.query}`, await traffic.stop());
  if (process.env.GORDIAN_ATTACK_SAVE) await save(found);
});

/** Keeps what is worse; begins elsewhere when a change leads nowhere. */
async function climb(random: Random): Promise<readonly Attack[]> {
  let selection = randomSelection(random);
  let best: Attack = { query: printHostile(selection), end: '', tookMs: 0 };
  const found: Attack[] = [];
  for (let run = 0; run < runs; run++) {
    const changed = random() < 0.2 ? randomSelection(random) : mutate(selection, random);
    const query = printHostile(changed);
    const begunAt = performance.now();
    const end = await plan(query);
    expect(ends, query).toContain(end);
    const attack = { query, end, tookMs: Math.round(performance.now() - begunAt) };
    found.push(attack);
    if (compareAttacks(attack, best) > 0) continue;
    selection = changed;
    best = attack;
  }
  return found.sort(compareAttacks);
}

/** Worse is what uses up the budget, and of that what is shorter; then what takes longer. */
function compareAttacks(one: Attack, other: Attack): number {
  if (usesUpBudget(one) && usesUpBudget(other)) return one.query.length - other.query.length;
  if (usesUpBudget(one) || usesUpBudget(other)) return usesUpBudget(one) ? -1 : 1;
  return other.tookMs - one.tookMs;
}

const usesUpBudget = ({ end, tookMs }: Attack) => end === 'PLANNING_FAILED' && tookMs >= 0.9 * budgetMs;

const kept = 5;
const confirmedAtMost = 20;

/** The worst by CPU, so whatever else the machine did meanwhile: each is planned in every run from now on. */
async function save(found: readonly Attack[]): Promise<void> {
  const candidates = [...new Set([...saved, ...found.filter(usesUpBudget)].map(({ query }) => query))];
  const confirmed: Attack[] = [];
  const here = createPlanner(composeAttacked());
  for (const query of candidates.sort((one, other) => other.length - one.length).slice(0, confirmedAtMost)) {
    const begunAtMs = ownCpuMs();
    const end = await endOf(prepareAndPlan(query, here));
    const tookMs = Math.round(ownCpuMs() - begunAtMs);
    if (tookMs >= budgetMs / 4) confirmed.push({ query, end, tookMs });
  }
  const worst = confirmed.sort((one, other) => other.tookMs - one.tookMs).slice(0, kept);
  writeFileSync(fixture, `${JSON.stringify(worst, null, 2)}\n`);
}

interface Traffic {
  readonly asked: number;
  readonly answered: number;
  readonly slowestMs: number;
  readonly blockedMs: number;
  readonly busiestMs: number;
}

/** Every 25 ms an operation: mostly one that is known, now and then a new one. */
function harmlessTraffic(name: string): { stop(): Promise<Traffic> } {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const asking: Promise<void>[] = [];
  let answered = 0;
  let slowestMs = 0;
  const ask = async (number: number): Promise<void> => {
    const begunAt = performance.now();
    const query = `{ root { ${name}${number % 20 === 0 ? number : ''}: id } }`;
    if ((await plan(query)) === 'planned') answered++;
    slowestMs = Math.max(slowestMs, performance.now() - begunAt);
  };
  delay.enable();
  const timer = setInterval(() => asking.push(ask(asking.length)), 25);
  return {
    async stop() {
      clearInterval(timer);
      await Promise.all(asking);
      delay.disable();
      return {
        asked: asking.length,
        answered,
        slowestMs: Math.round(slowestMs),
        blockedMs: Math.round(delay.max / 1e6),
        busiestMs: Math.round(busiestMs),
      };
    },
  };
}

function report(what: string, { asked, answered, slowestMs, blockedMs, busiestMs }: Traffic): void {
  process.stdout.write(
    `${what}: ${answered} of ${asked} harmless operations answered, the slowest after ${slowestMs} ms; one operation took ${busiestMs} ms of CPU of the serving thread at most, which was blocked for ${blockedMs} ms at most\n`,
  );
  expect(answered / asked).toBeGreaterThanOrEqual(0.95);
}
