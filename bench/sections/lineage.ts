// How long a question about lineage takes: in the graph in memory, by the statements that stand in for it, and in plain recursive SQL,
// with set semantics and with the depth in the tuple, all on the same data. `--lineage-nodes 1000000` is the full size.
import type { Database } from '../../kit/postgres.ts';
import { closureIn } from '../../subgraphs/metadata/lineage/index/closure.ts';
import type { LineageIndex } from '../../subgraphs/metadata/lineage/index/lineage-index.ts';
import { loadIndex } from '../../subgraphs/metadata/lineage/index/load-index.ts';
import { closureOf, neighboursOf } from '../../subgraphs/metadata/lineage/queries/edges.ts';
import { edgesPerNode, serveLineageGraph } from '../lineage-graph.ts';
import type { TargetResult } from '../report/targets.ts';
import type { Section } from '../section.ts';
import { median, quantile } from '../statistics.ts';

const fullSize = 1_000_000;
const megabyte = 1024 * 1024;
const depth = 3;
const direction = 'DOWNSTREAM';
/** What a question to the database may take. */
const statementTimeoutMs = 20_000;

interface Answer {
  readonly question: string;
  readonly way: string;
  /** Nodes, from the first root; null when no answer came in time. */
  readonly found: number | null;
  readonly times: readonly number[];
}

export const lineage: Section = {
  name: 'lineage',
  about: 'how long questions about lineage take, in memory and in the database',
  async run({ options, workshop }) {
    const nodes = options.lineageNodes;
    const server = await serveLineageGraph(workshop, nodes);
    const before = process.memoryUsage().rss;
    const startedAt = performance.now();
    const index = await loadIndex(server.connect(0));
    const loadSeconds = (performance.now() - startedAt) / 1_000;
    const grownMegabytes = (process.memoryUsage().rss - before) / megabyte;
    const answers = await askAll(index, server.connect(statementTimeoutMs), nodes);
    const megabytes = index.bytes / megabyte;
    return {
      markdown: `${nodes.toLocaleString('en')} nodes and ${edgesPerNode} edges from each. Made from the tables in ${loadSeconds.toFixed(1)} s; its arrays take ${megabytes.toFixed(0)} MB (the process grew by ${grownMegabytes.toFixed(0)} MB meanwhile). No statement may take longer than ${statementTimeoutMs / 1_000} s.

| question | answered by | found | median ms | p95 ms |
|---|---|---|---|---|
${answers.map(shown).join('\n')}
`,
      data: { nodes, loadSeconds, megabytes, grownMegabytes, answers },
      targets: nodes === fullSize ? targetsOf(answers, loadSeconds, megabytes) : [],
    };
  },
};

async function askAll(index: LineageIndex, database: Database, nodes: number): Promise<Answer[]> {
  const root = (round: number) => 1 + ((round * 7_919) % nodes);
  const near = `within ${depth} hops`;
  const all = 'everything downstream';
  return [
    await timed(
      near,
      'the graph in memory',
      200,
      async (round) => closureIn(index, [root(round)], { direction, limit: nodes, depth }).ids.length,
    ),
    await timed(near, 'a statement for each hop', 20, (round) => byHops(database, root(round))),
    await timed(near, 'recursive SQL, depth in the tuple', 20, (round) => withDepth(database, root(round), depth)),
    await timed(
      all,
      'the graph in memory',
      20,
      async (round) => closureIn(index, [root(round)], { direction, limit: nodes }).ids.length,
    ),
    await timed(
      all,
      'recursive SQL, a set',
      2,
      async (round) => (await closureOf(database, [root(round)], direction, nodes)).length,
    ),
    await timed(all, 'recursive SQL, depth in the tuple', 1, (round) => withDepth(database, root(round), 20)),
  ];
}

async function timed(
  question: string,
  way: string,
  rounds: number,
  ask: (round: number) => Promise<number>,
): Promise<Answer> {
  const times: number[] = [];
  let found: number | null = null;
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    try {
      const count = await ask(round);
      found ??= count;
    } catch (error) {
      if ((error as { code?: string }).code !== 'DATABASE_TIMEOUT') throw error;
      return { question, way, found: null, times: [performance.now() - startedAt] };
    }
    times.push(performance.now() - startedAt);
  }
  return { question, way, found, times };
}

/** As the tables answer while there is no copy in memory. */
async function byHops(database: Database, root: number): Promise<number> {
  const met = new Set([root]);
  let level = [root];
  for (let hop = 0; hop < depth; hop++) {
    const rows = await neighboursOf(database, level, direction, null);
    level = [...new Set(rows.map(({ neighbour }) => neighbour))].filter((id) => !met.has(id));
    for (const id of level) met.add(id);
  }
  return met.size - 1;
}

/** A node is met once for each distance from the root. */
async function withDepth(database: Database, root: number, maxDepth: number): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `WITH RECURSIVE reached (id, depth) AS (
       SELECT $1::int, 0
       UNION
       SELECT edge.dst, reached.depth + 1 FROM reached
       JOIN lineage_edge AS edge ON edge.src = reached.id AND edge.valid_to = 'infinity' WHERE reached.depth < $2
     ) SELECT count(DISTINCT id) - 1 AS count FROM reached`,
    [root, maxDepth],
  );
  return row!.count;
}

function shown({ question, way, found, times }: Answer): string {
  const figures =
    found === null
      ? ['no answer in time', '', '']
      : [found, ...[0.5, 0.95].map((share) => quantile(times, share).toFixed(2))];
  return `| ${[question, way, ...figures].join(' | ')} |`;
}

function targetsOf([near, , , all]: readonly Answer[], loadSeconds: number, megabytes: number): TargetResult[] {
  return [
    { target: 'lineageDepth', measured: median(near!.times) },
    { target: 'lineageClosure', measured: median(all!.times) },
    { target: 'lineageLoad', measured: loadSeconds },
    { target: 'lineageMemory', measured: megabytes },
  ];
}
