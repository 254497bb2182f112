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
import { cachePlans } from '../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../gateway/plan/planner.ts';
import { startPlanner } from '../../gateway/plan/start-planner.ts';
import { packageFile } from '../../kit/package-files.ts';
import { composeAttacked, hostileOperation } from '../support/attacked-supergraph.ts';
import { compileTree } from '../support/compiled-tree.ts';
import { mutate, printHostile, type Random, randomSelection, seededRandom } from '../support/hostile-selection.ts';

const runs = Number(process.env.GORDIAN_ATTACK_RUNS ?? 8);
const seed = Number(process.env.GORDIAN_ATTACK_SEED ?? 1);
const fixture = packageFile('test/fixtures/planner-attacks/worst.json');
/** What a hostile operation may end in; a client is told each of them. Overloaded: shorter ones were planned all the time. */
const ends = ['planned', 'PLANNING_FAILED', 'OPERATION_LIMIT_EXCEEDED', 'OVERLOADED'];

let tree: ReturnType<typeof compileTree>;
let planner: Planner;

beforeAll(async () => {
  tree = compileTree();
  const workerFile = pathToFileURL(join(tree.folder, 'gateway/plan/planner-worker.js'));
  const { planning } = usualSettings(tree.folder);
  planner = cachePlans(await startPlanner(composeAttacked(), { ...planning, workerFile }));
});

afterAll(async () => {
  await planner.stop();
  tree.remove();
});

function usualSettings(folder: string) {
  const file = join(folder, 'gordian.yaml');
  writeFileSync(file, 'supergraph: { kind: file, path: supergraph.graphql }\npolicy: none\n');
  return readGatewayConfig(file, {});
}

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

/** Each fragment is spread twice by the one before. */
function nestOfFragments(depth: number): string {
  const level = (at: number) => `fragment F${at} on I { x { ...F${at + 1} } y: x { ... on T${at} { ...F${at + 1} } } }`;
  const levels = Array.from({ length: depth }, (_, at) => level(at));
  return `{ root { ...F0 } } ${levels.join(' ')} fragment F${depth} on I { id x { id } }`;
}

interface Attack {
  readonly query: string;
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

test('the worst that a search finds ends, too', { timeout: 60_000 + runs * 10_000 }, async () => {
  const traffic = harmlessTraffic('search');
  const found = await climb(seededRandom(seed));
  const [worst] = found;
  report(`seed ${seed}, the worst of ${runs} took ${worst?.tookMs} ms and is ${worst?.query}`, await traffic.stop());
  if (process.env.GORDIAN_ATTACK_SAVE) save(found);
});

/** Keeps what takes longer to plan; begins elsewhere when a change leads nowhere. */
async function climb(random: Random): Promise<readonly Attack[]> {
  let best = { selection: randomSelection(random), tookMs: 0 };
  const found: Attack[] = [];
  for (let run = 0; run < runs; run++) {
    const selection = random() < 0.2 ? randomSelection(random) : mutate(best.selection, random);
    const query = printHostile(selection);
    const begunAt = performance.now();
    expect(ends, query).toContain(await plan(query));
    const tookMs = Math.round(performance.now() - begunAt);
    found.push({ query, tookMs });
    if (tookMs > best.tookMs) best = { selection, tookMs };
  }
  return found.sort((one, other) => other.tookMs - one.tookMs);
}

/** A few of the worst, and none twice: each is planned in every run from now on. */
function save(found: readonly Attack[]): void {
  const all = [...saved, ...found].sort((one, other) => other.tookMs - one.tookMs);
  const distinct = all.filter(({ query }, place) => all.findIndex((other) => other.query === query) === place);
  writeFileSync(fixture, `${JSON.stringify(distinct.slice(0, 5), null, 2)}\n`);
}

interface Traffic {
  readonly asked: number;
  readonly answered: number;
  readonly slowestMs: number;
  readonly blockedMs: number;
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
      };
    },
  };
}

function report(what: string, { asked, answered, slowestMs, blockedMs }: Traffic): void {
  process.stdout.write(
    `${what}: ${answered} of ${asked} harmless operations answered, the slowest after ${slowestMs} ms; the serving thread was blocked for ${blockedMs} ms at most\n`,
  );
  expect(answered / asked).toBeGreaterThanOrEqual(0.95);
}
