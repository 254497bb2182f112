// `gordian impact`: what a change would do, before anybody makes it. Ends with 1 when somebody would be broken, or nobody can say.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { exitCodes } from '../exit-codes.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { textOfList } from '../graph-text.ts';
import { writeData } from '../output.ts';

interface Asking extends GraphOptions {
  readonly remove: readonly string[];
  readonly change: readonly string[];
  readonly window: string;
}

interface ProposedChange {
  readonly coordinate: string;
  readonly kind: string;
}

interface Impact {
  readonly verdict: string;
  readonly consumers: readonly {
    readonly consumer: { readonly id: string } | null;
    readonly operations: readonly { readonly name: string | null; readonly hash: string }[];
  }[];
  readonly [fact: string]: unknown;
}

const query = `query ($changes: [ProposedChangeInput!]!, $window: Duration!) { impact(changes: $changes, window: $window) {
  coordinate kind verdict clients requests complete downstreamFields downstreamProducts { name }
  consumers { consumer { id } requests lastSeen operations { name hash requests lastSeen } } } }`;

const harmless = new Set(['NOT_BREAKING', 'UNUSED_IN_WINDOW']);

export function registerImpactCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const { verb, ask } = createGraphPrompt(program, env);
  const impact = verb('impact', 'Say who would notice a change.')
    .option('--remove <coordinates...>', 'fields that would go', [])
    .option('--change <changes...>', 'other changes, <coordinate>=<kind>, by the kinds of the contract diff', [])
    .option('--window <duration>', 'how far back somebody counts as a user', 'P30D')
    .action(({ remove, change, window, ...options }: Asking) =>
      tellImpact(ask, options, { changes: [...removalsOf(remove), ...change.map(readChange)], window }),
    );
  withExamples(
    impact,
    'gordian impact --remove Customer.email',
    'gordian impact --change orders/orders=PRODUCT_RETIRED --format json',
  );
}

/** Prints who is affected; ends with 1 when somebody would be broken, or nobody can say. */
export async function tellImpact(
  ask: GraphPrompt['ask'],
  options: GraphOptions,
  asked: { readonly changes: readonly ProposedChange[]; readonly window: string },
): Promise<void> {
  if (asked.changes.length === 0)
    throw new GordianError('BAD_USER_INPUT', 'Name what would change with --remove or --change.');
  const { impact } = await ask<{ impact: Impact[] }>(options, query, { ...asked });
  writeData(textOfImpact(impact, options));
  if (!impact.every(({ verdict }) => harmless.has(verdict))) process.exitCode = exitCodes.findings;
}

export function removalsOf(coordinates: readonly string[]): ProposedChange[] {
  return coordinates.map((coordinate) => ({ coordinate, kind: 'FIELD_REMOVED' }));
}

/** @throws GordianError BAD_USER_INPUT */
function readChange(text: string): ProposedChange {
  const [, coordinate, kind] = /^([^=]+)=([A-Z_]+)$/.exec(text) ?? [];
  if (coordinate && kind) return { coordinate, kind };
  throw new GordianError('BAD_USER_INPUT', `--change: "${text}" is not like orders/orders=PRODUCT_RETIRED.`);
}

function textOfImpact(impact: readonly Impact[], { format }: GraphOptions): string {
  const rows =
    format === 'json' ? impact : impact.map(({ consumers, ...facts }) => ({ ...facts, who: consumers.map(nameOf) }));
  return textOfList(
    rows,
    {
      change: 'coordinate',
      verdict: 'verdict',
      clients: 'clients',
      requests: 'requests',
      products: 'downstreamProducts',
      'all is known': 'complete',
      who: 'who',
    },
    format,
  );
}

function nameOf({ consumer, operations }: Impact['consumers'][number]): string {
  const named = operations.map(({ name, hash }) => name ?? hash.slice(0, 12)).join(' ');
  return `${consumer?.id ?? 'a pin'} (${named})`;
}
