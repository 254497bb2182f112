// The graph in memory, the statements and a brute force over a set of pairs answer alike, on random graphs with cycles, through
// additions and removals, whenever the copy is made, fed and compacted.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fixedClock } from '../../../kit/clock.ts';
import { silentLog } from '../../../kit/log.ts';
import { closureIn } from '../../../subgraphs/metadata/lineage/index/closure.ts';
import { finish } from '../../../subgraphs/metadata/lineage/index/compressed-graph.ts';
import { applyLog, followLineage } from '../../../subgraphs/metadata/lineage/index/follow-lineage.ts';
import type { ChangingIndex } from '../../../subgraphs/metadata/lineage/index/lineage-index.ts';
import { loadIndex } from '../../../subgraphs/metadata/lineage/index/load-index.ts';
import { createLineageLoaders } from '../../../subgraphs/metadata/lineage/loaders.ts';
import {
  closureOf,
  type NewEdge,
  neighboursOf,
  replaceEdges,
  type WalkedDirection,
} from '../../../subgraphs/metadata/lineage/queries/edges.ts';
import { forgetLog, logAfter } from '../../../subgraphs/metadata/lineage/queries/log.ts';
import { upsertNodes } from '../../../subgraphs/metadata/lineage/queries/nodes.ts';
import { walkLineage } from '../../../subgraphs/metadata/lineage/walk.ts';
import type { TestDatabase } from '../../support/postgres.ts';
import { createMetadataDatabase } from '../../support/seeded-database.ts';

const nodeCount = 9;
const urnOf = (node: number) => `test://graph#${node}`;
const now = new Date('2026-01-01T00:00:00Z');
let database: TestDatabase;
/** Ids by number of the node, and the jobs that say something. */
let ids: readonly number[];
let jobs: readonly (number | null)[];

beforeAll(async () => {
  database = await createMetadataDatabase();
  const urns = Array.from({ length: nodeCount + 2 }, (_, node) => urnOf(node));
  await upsertNodes(
    database,
    urns.map((urn) => ({ urn, kind: 'COLUMN', label: urn, coordinate: null, productUrn: null, identity: null })),
  );
  const rows = await database.query<{ id: number; urn: string }>('SELECT id, urn FROM lineage_node');
  const all = urns.map((urn) => rows.find((row) => row.urn === urn)!.id);
  ids = all.slice(0, nodeCount);
  jobs = [null, ...all.slice(nodeCount)];
});
beforeEach(() => database.query('TRUNCATE lineage_edge, lineage_log'));
afterAll(() => database.drop());

/** `carrying` by `from to`, of one source. */
type Edges = ReadonlyMap<string, boolean>;
type Step =
  | { readonly does: 'say'; readonly source: number; readonly edges: Edges }
  | { readonly does: 'load' | 'feed' | 'compact' };

const node = fc.nat(nodeCount - 1);
const edges = fc
  .array(fc.tuple(node, node, fc.boolean()), { maxLength: 14 })
  .map((list) => new Map(list.map(([from, to, carries]) => [`${from} ${to}`, carries])));
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('say' as const), source: fc.nat(2), edges }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('load' as const, 'feed' as const, 'compact' as const) }) },
);

function newEdges(said: Edges): NewEdge[] {
  return [...said].map(([pair, carries]) => {
    const [from, to] = pair.split(' ').map(Number);
    const transform = carries ? ('DIRECT' as const) : ('INDIRECT' as const);
    return { from: urnOf(from!), to: urnOf(to!), origins: 1, transform, subtype: null, masking: false };
  });
}

function union(said: readonly Edges[]): Edges {
  const all = new Map<string, boolean>();
  for (const one of said) for (const [pair, carries] of one) all.set(pair, carries || (all.get(pair) ?? false));
  return all;
}

function oracleNeighbours(all: Edges, from: number, direction: WalkedDirection, carryingOnly: boolean): number[] {
  return [...all].flatMap(([pair, carries]) => {
    const [src, dst] = pair.split(' ').map(Number) as [number, number];
    if (carryingOnly && !carries) return [];
    if (direction === 'DOWNSTREAM') return src === from ? [dst] : [];
    return dst === from ? [src] : [];
  });
}

function oracleClosure(
  all: Edges,
  root: number,
  direction: WalkedDirection,
  carryingOnly = false,
  depth = 99,
): number[] {
  let reached = new Set([root]);
  for (let hop = 0; hop < depth && hop < nodeCount; hop++)
    reached = new Set([
      ...reached,
      ...[...reached].flatMap((each) => oracleNeighbours(all, each, direction, carryingOnly)),
    ]);
  reached.delete(root);
  return asIds([...reached]);
}

const asIds = (nodes: readonly number[]) => nodes.map((each) => ids[each]!).sort((a, b) => a - b);
const sorted = (found: Iterable<number>) => [...found].sort((a, b) => a - b);
const directions = ['UPSTREAM', 'DOWNSTREAM'] as const;
const limit = 1_000;

test('the graph in memory, the statements and a brute force agree', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      await database.query('TRUNCATE lineage_edge, lineage_log');
      const said: Edges[] = [new Map(), new Map(), new Map()];
      let index: ChangingIndex = await loadIndex(database);
      for (const each of steps) {
        if (each.does === 'say') {
          said[each.source] = each.edges;
          await database.transaction((transaction) =>
            replaceEdges(transaction, newEdges(each.edges), now, jobs[each.source]!),
          );
        }
        if (each.does === 'load') index = await loadIndex(database);
        if (each.does === 'feed') applyLog(index, await logAfter(database, index.position, 100));
        if (each.does === 'compact') await finish(index.compact());
      }
      applyLog(index, await logAfter(database, index.position, 1_000));
      await expectSame(index, union(said));
    }),
    { numRuns: 30 },
  );
}, 120_000);

async function expectSame(index: ChangingIndex, all: Edges): Promise<void> {
  for (const direction of directions) {
    const rows = await neighboursOf(database, ids, direction, null);
    for (const [root, id] of ids.entries()) {
      const neighbours = asIds(oracleNeighbours(all, root, direction, false));
      const carrying = asIds(oracleNeighbours(all, root, direction, true));
      expect(sorted(rows.filter((row) => row.id === id).map((row) => row.neighbour))).toEqual(neighbours);
      expect(neighboursIn(index, id, direction, false)).toEqual(neighbours);
      expect(neighboursIn(index, id, direction, true)).toEqual(carrying);
      expect(index.degree(id, direction)).toBe(neighbours.length);
      const closure = oracleClosure(all, root, direction);
      expect(sorted(closureIn(index, [id], { direction, limit }).ids)).toEqual(closure);
      expect(sorted(closureIn(index, [id], { direction, limit, depth: 2 }).ids)).toEqual(
        oracleClosure(all, root, direction, false, 2),
      );
      expect(sorted(closureIn(index, [id], { direction, limit, carryingOnly: true }).ids)).toEqual(
        oracleClosure(all, root, direction, true),
      );
      if (root % 4 === 0) expect(sorted(await closureOf(database, [id], direction, limit))).toEqual(closure);
    }
  }
}

function neighboursIn(index: ChangingIndex, id: number, direction: WalkedDirection, carryingOnly: boolean): number[] {
  const found: number[] = [];
  index.visit(id, direction, (neighbour, carries) => {
    if (carries || !carryingOnly) found.push(neighbour);
  });
  return sorted(found);
}

test('a walk is the same in memory and in the tables', async () => {
  const limits = fc.record({
    direction: fc.constantFrom('UPSTREAM' as const, 'DOWNSTREAM' as const, 'BOTH' as const),
    depth: fc.integer({ min: 1, max: 4 }),
    limit: fc.integer({ min: 1, max: nodeCount }),
  });
  await fc.assert(
    fc.asyncProperty(edges, fc.uniqueArray(node, { minLength: 1, maxLength: 3 }), limits, async (all, roots, asked) => {
      await database.query('TRUNCATE lineage_edge, lineage_log');
      await database.transaction((transaction) => replaceEdges(transaction, newEdges(all), now));
      const served = { index: await loadIndex(database), knownAt: now };
      const follower = { served: () => served, catchUp: async () => served, stop: async () => {} };
      const walks = [follower, null].map(async (from) => {
        const load = createLineageLoaders(database, from, now);
        const view = await load.view({ at: null, position: null });
        expect(view.index === null).toBe(from === null);
        return walkLineage(load, view, asIds(roots), asked);
      });
      const [inMemory, inTables] = await Promise.all(walks);
      const ends = ({ src, dst }: { src: number; dst: number }) => `${src} ${dst}`;
      expect({ ...inMemory, edges: inMemory!.edges.map(ends).sort() }).toEqual({
        ...inTables,
        edges: inTables!.edges.map(ends).sort(),
      });
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('the tables remember the graph as it was at every instant', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ source: fc.nat(2), edges }), { minLength: 1, maxLength: 5 }),
      async (steps) => {
        await database.query('TRUNCATE lineage_edge, lineage_log');
        const said: Edges[] = [new Map(), new Map(), new Map()];
        const known: Edges[] = [];
        const instant = (step: number) => new Date(now.getTime() + step * 1_000);
        for (const [step, { source, edges: saying }] of steps.entries()) {
          said[source] = saying;
          known.push(union(said));
          await database.transaction((transaction) =>
            replaceEdges(transaction, newEdges(saying), instant(step), jobs[source]!),
          );
        }
        for (const [step, all] of known.entries()) {
          const rows = await neighboursOf(database, ids, 'DOWNSTREAM', new Date(instant(step).getTime() + 500));
          for (const [root, id] of ids.entries())
            expect(sorted(rows.filter((row) => row.id === id).map((row) => row.neighbour))).toEqual(
              asIds(oracleNeighbours(all, root, 'DOWNSTREAM', false)),
            );
        }
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

test('a copy that is fed while writers race misses nothing', async () => {
  const follower = followLineage({ database, clock: fixedClock(now), log: silentLog, intervalMs: 5 });
  const write = (source: number, to: number) =>
    database.transaction((transaction) =>
      replaceEdges(transaction, newEdges(new Map([[`0 ${to}`, true]])), now, jobs[source]!),
    );
  for (let round = 0; round < 20; round++)
    await Promise.all(jobs.map((_, source) => write(source, 1 + ((round + source) % (nodeCount - 1)))));
  const served = await follower.catchUp();
  await follower.stop();
  const wanted = jobs.map((_, source) => 1 + ((19 + source) % (nodeCount - 1)));
  expect(neighboursIn(served!.index as ChangingIndex, ids[0]!, 'DOWNSTREAM', true)).toEqual(asIds(wanted));
});

test('a copy that is so far behind that the log has forgotten what it missed is made anew', async () => {
  const write = (to: number) =>
    database.transaction((transaction) => replaceEdges(transaction, newEdges(new Map([[`0 ${to}`, true]])), now));
  const follower = followLineage({ database, clock: fixedClock(now), log: silentLog, intervalMs: 3_600_000 });
  await write(1);
  await follower.catchUp();
  await write(2);
  await forgetLog(database, new Date(now.getTime() + 1));
  const served = await follower.catchUp();
  await follower.stop();
  expect(neighboursIn(served!.index as ChangingIndex, ids[0]!, 'DOWNSTREAM', true)).toEqual(asIds([2]));
});

test('a cut closure says so, and is no longer than was asked for', async () => {
  const chain = new Map(Array.from({ length: nodeCount - 1 }, (_, each) => [`${each} ${each + 1}`, true] as const));
  await database.transaction((transaction) => replaceEdges(transaction, newEdges(chain), now));
  const index = await loadIndex(database);
  const cut = closureIn(index, [ids[0]!], { direction: 'DOWNSTREAM', limit: 3 });
  expect([cut.ids.length, cut.isCut]).toEqual([3, true]);
  const whole = closureIn(index, [ids[0]!], { direction: 'DOWNSTREAM', limit: nodeCount - 1 });
  expect([whole.ids.length, whole.isCut]).toEqual([nodeCount - 1, false]);
});
