// `gordian usage report`: how a field of the graph is used, and by whom as far as whoever asks may see.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { withExamples } from '../examples.ts';
import { listFormats } from '../format-flag.ts';
import { createGraphPrompt, type GraphOptions } from '../graph-prompt.ts';
import { type Listed, textOfList, textOfOne } from '../graph-text.ts';
import { writeData } from '../output.ts';

interface Asking extends GraphOptions {
  readonly field?: string;
  readonly window: string;
}

interface FieldUsage extends Listed {
  readonly operations: readonly (Listed & { readonly consumer: Listed | null })[];
}

const query = `query ($coordinate: SchemaCoordinate!, $window: Duration!) { field(coordinate: $coordinate) { usage(window: $window) {
  requests clients firstSeen lastSeen complete
  operations(first: 100) { name hash consumer { id } requests lastSeen } } } }`;

export function registerUsageCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const usage = program.command('usage').description('Say who asks for a field, and how often.');
  const { verb, ask } = createGraphPrompt(usage, env);
  const report = verb('report [coordinate]', 'Say who asks for a field, and how often.', listFormats, {
    isDefault: true,
  })
    .option('--field <coordinate>', 'the field, Type.field')
    .option('--window <duration>', 'how far back', 'P30D')
    .action(async (given: string | undefined, { field = given, window, ...options }: Asking) => {
      const coordinate = named(field);
      const answer = await ask<{ field: { usage: FieldUsage } | null }>(options, query, { coordinate, window });
      if (answer.field === null)
        throw new GordianError('NOT_FOUND', `No contract in force has the field ${coordinate}: Type.field.`);
      writeData(options.format === 'json' ? textOfOne(answer.field, 'json') : textOfUsage(answer.field.usage));
    });
  withExamples(
    report,
    'gordian usage report --field Customer.email',
    'gordian usage Customer.email --window P7D --format json',
  );
}

/** @throws GordianError BAD_USER_INPUT */
function named(field: string | undefined): string {
  if (field !== undefined) return field;
  throw new GordianError('BAD_USER_INPUT', 'Name the field: gordian usage report --field Customer.email');
}

function textOfUsage({ operations, ...counts }: FieldUsage): string {
  const rows = operations.map(({ consumer, ...use }) => ({ ...use, client: consumer?.id }));
  const columns = { operation: 'name', client: 'client', requests: 'requests', 'last seen': 'lastSeen', hash: 'hash' };
  return rows.length === 0
    ? textOfOne({ counts }, 'table')
    : `${textOfOne({ counts }, 'table')}\n${textOfList(rows, columns, 'table')}`;
}
