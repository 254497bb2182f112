#!/usr/bin/env node
// `gordian`: runs one verb and ends with what it means: cli/exit-codes.ts.
import { CommanderError } from 'commander';
import { GordianError } from '../kit/errors.ts';
import { exitCodeAfter, exitCodes } from './exit-codes.ts';
import { finishOutput, writeError } from './output.ts';
import { createProgram } from './program.ts';

process.stdout.on('error', fail);
// Nobody hears of it, and what was asked for goes to standard output all the same.
process.stderr.on('error', () => {});
process.on('SIGINT', endUnlessSomebodyElseDoes);

try {
  const program = await createProgram(process.env, process.argv[2]);
  await program.parseAsync();
  finishOutput();
} catch (error) {
  fail(error);
}

/** `| head` has read enough, which is nobody's failure; what the verb has found so far still is. */
function endOnBrokenPipe(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok);
}

/** A verb that has something to stop listens as well, and ends by itself. */
function endUnlessSomebodyElseDoes(): void {
  if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted);
}

/** Of a mistake at the prompt, commander has already printed what it had to say. */
function fail(error: unknown): never {
  endOnBrokenPipe(error);
  if (!(error instanceof CommanderError)) writeError(messageOf(error));
  process.exit(exitCodeAfter(error));
}

function messageOf(error: unknown): string {
  if (!(error instanceof GordianError)) return `${(error as Error).stack ?? error}\n`;
  return `${error.code}: ${error.message}\nMore: npx gordian explain ${error.code}\n`;
}
