// `gordian lineage`: where a value comes from and where it goes; and where what carries a tag gets to without a mask, for continuous
// integration.
import { Command, InvalidArgumentError, Option } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { exitCodes } from '../exit-codes.ts';
import { createGraphPrompt, type GraphOptions } from '../graph-prompt.ts';
import { type LineageFormat, type LineageGraph, type LineageNode, textOfGraph } from './lineage/lineage-text.ts';

interface Walking extends Omit<GraphOptions, 'format'> {
  readonly format: LineageFormat;
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

const walkQuery = `query ($root: LineageRef!, $direction: LineageDirection!, $depth: Int!, $limit: Int!, $at: DateTime) {
  lineage(root: $root, direction: $direction, depth: $depth, limit: $limit, at: $at) {
    nodes { urn kind label depth } complete cutReason asOf
    edges { from to transform subtype masking origins confidence lastSeen } } }`;
const unmaskedQuery = `query ($tag: String!, $toKinds: [LineageNodeKind!], $max: Int!) {
  unmaskedPaths(tag: $tag, toKinds: $toKinds, max: $max) { complete paths { nodes { urn kind label depth } } } }`;

export function registerLineageCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const lineage = program
    .command('lineage')
    .description('Say where values come from and go to.')
    .addHelpText(
      'after',
      '\nExamples:\n  gordian lineage Customer.email\n  gordian lineage unmasked --tag pii --max 0',
    );
  addWalk(lineage, env);
  addUnmasked(lineage, env);
}

/** What `lineage` does when no other verb is named. */
function addWalk(lineage: Command, env: NodeJS.ProcessEnv): void {
  const { verb, ask } = createGraphPrompt(new Command(), env);
  const walk = verb(
    'of [root]',
    'A field (Customer.email), a column, a product or a job: what feeds it, and what it feeds.',
    ['table', 'json', 'mermaid'],
  )
    .addOption(new Option('--direction <direction>').choices(['upstream', 'downstream', 'both']).default('both'))
    .option('--depth <hops>', 'how far', atMost(20), 3)
    .option('--limit <nodes>', 'how many', atMost(1_000), 200)
    .option('--at <instant>', 'the graph as it was known then')
    .action(async (root: string | undefined, { direction, depth, limit, at, format, ...options }: Walking) => {
      const variables = { root: refOf(root), direction: direction.toUpperCase(), depth, limit, at: at ?? null };
      const answer = await ask<{ lineage: LineageGraph | null }>({ ...options, format: 'json' }, walkQuery, variables);
      if (answer.lineage === null) throw new GordianError('NOT_FOUND', `The lineage graph has no ${root}.`);
      process.stdout.write(textOfGraph(answer.lineage, format));
    });
  lineage.addCommand(walk.copyInheritedSettings(lineage), { isDefault: true });
}

function addUnmasked(lineage: Command, env: NodeJS.ProcessEnv): void {
  const { verb, ask } = createGraphPrompt(lineage, env);
  verb('unmasked', 'Say where what carries a tag gets to without a mask; fails when that is in more places than --max.')
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
      process.stdout.write(
        options.format === 'json' ? `${JSON.stringify(unmaskedPaths, null, 2)}\n` : textOf(tag, unmaskedPaths),
      );
      if (unmaskedPaths.paths.length > max || !unmaskedPaths.complete) process.exitCode = exitCodes.findings;
    });
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
