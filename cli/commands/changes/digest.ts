// `gordian changes digest`: what has happened in a period that concerns whoever asks, without a subscription.
import { InvalidArgumentError } from 'commander';
import { withExamples } from '../../examples.ts';
import type { GraphOptions, GraphPrompt } from '../../graph-prompt.ts';
import { textOfList } from '../../graph-text.ts';
import { writeData, writeNote } from '../../output.ts';
import { type Interest, interestOf, withInterest } from './interest-flags.ts';

interface Asking extends GraphOptions, Interest {
  readonly days: number;
  readonly until?: Date;
}

interface Notice {
  readonly at: string;
  readonly __typename: string;
  readonly product: { readonly name: string } | null;
  readonly version?: string;
  readonly changes?: readonly { readonly coordinate: string; readonly kind: string; readonly severity: string }[];
  readonly status?: string;
  readonly reasons?: readonly string[];
  readonly title?: string;
  readonly state?: string;
}

const query = `query ($input: ChangeDigestInput!) { changeDigest(input: $input) { complete notices { __typename
  ... on ContractNotice { at product { name } version previousVersion changes { coordinate axis kind severity message } }
  ... on HealthNotice { at product { name } status previousStatus reasons }
  ... on IncidentNotice { at product { name } incident state severity title } } } }`;

export function addDigest(prompt: GraphPrompt): void {
  withExamples(
    withInterest(prompt.verb('digest [match...]', 'What has happened that concerns you, in the last days.'))
      .option('--days <n>', 'how many, 93 at most', daysOf, 7)
      .option('--until <instant>', 'the end of the period; now, when it is left out', instantOf)
      .action((match: string[], flags: Asking) => digest(prompt, match, flags)),
    'gordian changes digest',
    'gordian changes digest Customer --days 30 --topic contract health --format json',
  );
}

async function digest({ ask }: GraphPrompt, match: readonly string[], flags: Asking): Promise<void> {
  const to = flags.until ?? new Date();
  const from = new Date(to.getTime() - flags.days * 86_400_000);
  const input = { ...interestOf(match, flags), from: from.toISOString(), to: to.toISOString() };
  const { changeDigest } = await ask<{ changeDigest: { complete: boolean; notices: readonly Notice[] } }>(
    flags,
    query,
    {
      input,
    },
  );
  const { notices, complete } = changeDigest;
  const rows = flags.format === 'json' ? notices.map((notice) => ({ ...notice })) : notices.flatMap(rowsOf);
  writeData(textOfList(rows, { when: 'when', product: 'product', what: 'what' }, flags.format));
  if (!complete) writeNote('More has happened than was looked at: ask for fewer days.\n');
}

/** One row for each change. */
function rowsOf({ at, product, version, changes = [], ...notice }: Notice): Readonly<Record<string, string>>[] {
  const told = { when: at, product: product?.name ?? '-' };
  if (notice.title !== undefined) return [{ ...told, what: `incident ${notice.state}: ${notice.title}` }];
  if (notice.status !== undefined)
    return [{ ...told, what: [`health ${notice.status}`, ...(notice.reasons ?? [])].join('; ') }];
  return changes.map(({ coordinate, kind, severity }) => ({
    ...told,
    what: `${version}: ${severity} ${kind} ${coordinate}`,
  }));
}

function daysOf(text: string): number {
  const days = Number(text);
  if (days > 0 && days <= 93) return days;
  throw new InvalidArgumentError('it is a number of days, from 1 to 93.');
}

function instantOf(text: string): Date {
  const instant = new Date(text);
  if (!Number.isNaN(instant.getTime())) return instant;
  throw new InvalidArgumentError('it is an instant such as 2026-03-01T12:00:00Z.');
}
