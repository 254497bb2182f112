// `gordian usage`: how a field of the graph is used, and by whom as far as whoever asks may see.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { createGraphPrompt, type GraphOptions } from '../graph-prompt.ts';
import { type Listed, textOfList, textOfOne } from '../graph-text.ts';

interface Asking extends GraphOptions {
  readonly window: string;
}

interface FieldUsage extends Listed {
  readonly operations: readonly (Listed & { readonly consumer: Listed | null })[];
}

const query = `query ($coordinate: SchemaCoordinate!, $window: Duration!) { field(coordinate: $coordinate) { usage(window: $window) {
  requests clients firstSeen lastSeen complete
  operations(first: 100) { name hash consumer { id } requests lastSeen } } } }`;

export function registerUsageCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const { verb, ask } = createGraphPrompt(program, env);
  verb('usage <coordinate>', 'Say who asks for a field, and how often.')
    .option('--window <duration>', 'how far back', 'P30D')
    .addHelpText('after', '\nExample:\n  gordian usage Customer.email --window P7D')
    .action(async (coordinate: string, { window, ...options }: Asking) => {
      const { field } = await ask<{ field: { usage: FieldUsage } | null }>(options, query, { coordinate, window });
      if (field === null)
        throw new GordianError('NOT_FOUND', `No contract in force has the field ${coordinate}: Type.field.`);
      process.stdout.write(options.format === 'json' ? textOfOne(field, 'json') : textOfUsage(field.usage));
    });
}

function textOfUsage({ operations, ...counts }: FieldUsage): string {
  const rows = operations.map(({ consumer, ...use }) => ({ ...use, client: consumer?.id }));
  const columns = { operation: 'name', client: 'client', requests: 'requests', 'last seen': 'lastSeen', hash: 'hash' };
  return rows.length === 0
    ? textOfOne({ counts }, 'table')
    : `${textOfOne({ counts }, 'table')}\n${textOfList(rows, columns, 'table')}`;
}
