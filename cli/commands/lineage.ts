// `gordian lineage`: where a value comes from and where it goes; and for continuous integration, where what carries a tag gets to
// without a mask, and where contracts and reality have drifted apart.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { writeData, writeNote } from '../output.ts';
import { textTable } from '../text-table.ts';
import { removalsOf, tellImpact } from './impact.ts';
import { type LineageFormat, type LineageGraph, type LineageNode, textOfGraph } from './lineage/lineage-text.ts';

interface Walking extends Omit<GraphOptions, 'format'> {
  readonly format: LineageFormat;
  readonly up: boolean;
  readonly down: boolean;
  readonly direction: string;
  readonly depth: number;
  readonly limit: number;
  readonly at?: string;
}

interface Searching extends GraphOptions {
  readonly tag: string;
  readonly max: number;
  readonly to?: string;
}

interface Unmasked {
  readonly complete: boolean;
  readonly paths: readonly { readonly nodes: readonly LineageNode[] }[];
}

interface Drifting extends GraphOptions {
  readonly window: string;
}

interface Drift {
  readonly complete: boolean;
  readonly items: readonly {
    readonly kind: 'DECLARED_NOT_OBSERVED' | 'OBSERVED_NOT_DECLARED';
    readonly edge: { readonly from: string; readonly to: string; readonly lastSeen: string };
  }[];
}

const walkQuery = `query ($root: LineageRef!, $direction: LineageDirection!, $depth: Int!, $limit: Int!, $at: DateTime) {
  lineage(root: $root, direction: $direction, depth: $depth, limit: $limit, at: $at) {
    nodes { urn kind label depth } complete cutReason asOf
    edges { from to transform subtype masking origins confidence lastSeen } } }`;
const unmaskedQuery = `query ($tag: String!, $toKinds: [LineageNodeKind!], $max: Int!) {
  unmaskedPaths(tag: $tag, toKinds: $toKinds, max: $max) { complete paths { nodes { urn kind label depth } } } }`;

const driftQuery = `query ($product: URN!, $window: Duration!) {
  lineageDrift(product: $product, window: $window, first: 100) { complete items { kind edge { from to lastSeen } } } }`;

export function registerLineageCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const lineage = program.command('lineage').description('Say where values come from and go to.');
  const prompt = createGraphPrompt(lineage, env);
  addShow(prompt);
  addExport(prompt);
  addImpact(prompt);
  addUnmasked(prompt);
  addDrift(prompt);
}

/** What `lineage` does when no other verb is named. */
function addShow({ verb, ask }: GraphPrompt): void {
  const show = verb(
    'show [root]',
    'A field (Customer.email), a column, a product or a job: what feeds it, and what it feeds.',
    ['table', 'json', 'mermaid'],
    { isDefault: true },
  )
    .alias('of')
    .option('--up', 'only what feeds it', false)
    .option('--down', 'only what it feeds', false)
    .addOption(new Option('--direction <direction>').choices(['upstream', 'downstream', 'both']).default('both'))
    .option('--depth <hops>', 'how far', atMost(20), 3)
    .option('--limit <nodes>', 'how many', atMost(1_000), 200)
    .option('--at <instant>', 'the graph as it was known then')
    .action(async (root: string | undefined, { format, ...options }: Walking) =>
      writeData(textOfGraph(await walk(ask, root, directionOf(options), options), format)),
    );
  withExamples(
    show,
    'gordian lineage show Customer.email --up',
    'gordian lineage Customer.email --depth 5 --format mermaid',
  );
}

/** For tools that draw or compare: as far as the graph goes. */
function addExport({ verb, ask }: GraphPrompt): void {
  const all = verb('export [root]', 'The lineage of a field or product, as far as it goes.', ['json', 'mermaid'])
    .option('--at <instant>', 'the graph as it was known then')
    .action(async (root: string | undefined, { format, ...options }: Walking) => {
      const graph = await walk(ask, root, 'BOTH', { ...options, depth: 20, limit: 1_000 });
      writeData(textOfGraph(graph, format));
      if (!graph.complete) writeNote(`This is not all of it: ${graph.cutReason ?? 'the graph is larger.'}\n`);
    });
  withExamples(all, 'gordian lineage export gordian:product:orders/orders --output orders.json');
}

/** The same as `gordian impact --remove`. */
function addImpact({ verb, ask }: GraphPrompt): void {
  const impact = verb('impact <coordinates...>', 'Say who would notice that fields go.')
    .option('--window <duration>', 'how far back somebody counts as a user', 'P30D')
    .action((coordinates: string[], { window, ...options }: GraphOptions & { readonly window: string }) =>
      tellImpact(ask, options, { changes: removalsOf(coordinates), window }),
    );
  withExamples(impact, 'gordian lineage impact Customer.email', 'gordian lineage impact Order.total Order.profit');
}

/** @throws GordianError NOT_FOUND when the graph of lineage does not know the root */
async function walk(
  ask: GraphPrompt['ask'],
  root: string | undefined,
  direction: string,
  { depth, limit, at, ...options }: Omit<Walking, 'format'>,
): Promise<LineageGraph> {
  const variables = { root: refOf(root), direction, depth, limit, at: at ?? null };
  const { lineage } = await ask<{ lineage: LineageGraph | null }>({ ...options, format: 'json' }, walkQuery, variables);
  if (lineage !== null) return lineage;
  throw new GordianError('NOT_FOUND', `The lineage graph has no ${root}.`);
}

function directionOf({ up, down, direction }: Omit<Walking, 'format'>): string {
  if (up === down) return direction.toUpperCase();
  return up ? 'UPSTREAM' : 'DOWNSTREAM';
}

function addUnmasked({ verb, ask }: GraphPrompt): void {
  const unmasked = verb(
    'unmasked',
    'Say where what carries a tag gets to without a mask; fails when that is in more places than --max.',
  )
    .requiredOption('--tag <tag>', 'such as pii')
    .option('--max <n>', 'how many places are accepted', atMost(99, 0), 0)
    .option('--to <kinds>', 'kinds of nodes, with commas between: GRAPHQL_FIELD,COLUMN,TOPIC,OPERATION')
    .action(async ({ tag, max, to, ...options }: Searching) => {
      const toKinds = to === undefined ? {} : { toKinds: to.toUpperCase().split(',') };
      // One more than is accepted is enough to know, and all that are shown help to mend.
      const { unmaskedPaths } = await ask<{ unmaskedPaths: Unmasked }>(options, unmaskedQuery, {
        tag,
        max: 100,
        ...toKinds,
      });
      writeData(options.format === 'json' ? `${JSON.stringify(unmaskedPaths, null, 2)}\n` : textOf(tag, unmaskedPaths));
      if (unmaskedPaths.paths.length > max || !unmaskedPaths.complete) process.exitCode = exitCodes.findings;
    });
  withExamples(unmasked, 'gordian lineage unmasked --tag pii --max 0');
}

function addDrift({ verb, ask }: GraphPrompt): void {
  const drift = verb(
    'drift <product>',
    'Say what a contract declares and nobody has seen, and what was seen and no contract declares; fails for the latter.',
  )
    .option('--window <duration>', 'how far back something counts as seen', 'P30D')
    .action(async (product: string, { window, ...options }: Drifting) => {
      const variables = { product: productUrnOf(product), window };
      const { lineageDrift } = await ask<{ lineageDrift: Drift }>(options, driftQuery, variables);
      writeData(options.format === 'json' ? `${JSON.stringify(lineageDrift, null, 2)}\n` : textOfDrift(lineageDrift));
      if (lineageDrift.items.some(({ kind }) => kind === 'OBSERVED_NOT_DECLARED'))
        process.exitCode = exitCodes.findings;
    });
  withExamples(
    drift,
    'gordian lineage drift orders/orders',
    'gordian lineage drift orders/orders --window P7D --format json',
  );
}

const driftWords = {
  DECLARED_NOT_OBSERVED: 'declared, not seen',
  OBSERVED_NOT_DECLARED: 'seen, not declared',
} as const;

function textOfDrift({ items, complete }: Drift): string {
  if (items.length === 0) return 'What is declared has been seen, and what was seen is declared.\n';
  const table = textTable(items, {
    from: ({ edge }) => edge.from,
    to: ({ edge }) => edge.to,
    drift: ({ kind }) => driftWords[kind],
  });
  return `${table}${complete ? '' : 'There is more than this.\n'}`;
}

function productUrnOf(product: string): string {
  return product.startsWith('gordian:') ? product : `gordian:product:${product}`;
}

function textOf(tag: string, { paths, complete }: Unmasked): string {
  const lines = paths.map(({ nodes }) => `${nodes.map(({ urn }) => urn).join('\n    -> ')}\n`);
  const count = `What carries ${tag} gets to ${paths.length}${complete ? '' : ' or more'} ${paths.length === 1 ? 'place' : 'places'} without a mask.\n`;
  return `${lines.join('')}${count}`;
}

/** @throws GordianError BAD_USER_INPUT */
function refOf(root: string | undefined): { readonly coordinate: string } | { readonly urn: string } {
  if (root === undefined)
    throw new GordianError(
      'BAD_USER_INPUT',
      'Name a field (Customer.email), or a URN (gordian:product:orders/orders).',
    );
  return /^[_A-Za-z]\w*(\.\w+)?$/.test(root) ? { coordinate: root } : { urn: root };
}

function atMost(max: number, min = 1): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(`it is a number from ${min} to ${max}.`);
  };
}
