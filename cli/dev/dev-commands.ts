// What somebody may type while `gordian dev` runs.
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { DevSession } from './dev-options.ts';

export interface CommandOutput {
  readonly writeData: (text: string) => void;
  readonly writeNote: (text: string) => void;
}

type Commanded = Pick<DevSession, 'status' | 'restart' | 'reset'>;

const help =
  'Enter: how everything stands. restart NAME, reset NAME (throws away its data). Ctrl-C stops everything.\n';

/** An input that ends or holds no commands changes nothing. */
export function followCommands(input: Readable, session: Commanded, output: CommandOutput): { stop(): void } {
  const lines = createInterface({ input });
  lines.on('line', (line) => {
    run(line.trim(), session, output).catch((error: Error) => output.writeNote(`${error.message}\n`));
  });
  return { stop: () => lines.close() };
}

async function run(line: string, session: Commanded, { writeData, writeNote }: CommandOutput): Promise<void> {
  const [verb = '', name] = line.split(/\s+/);
  if (verb === '' || verb === 'status') writeData(session.status());
  else if (verb === 'restart' && name) await session.restart(name);
  else if (verb === 'reset' && name) await session.reset(name);
  else writeNote(help);
}
