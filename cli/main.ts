#!/usr/bin/env node
// `gordian`: runs one verb and ends with what it means: cli/exit-codes.ts.
import { GordianError } from '../kit/errors.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import { writeError } from './output.ts';
import { createProgram } from './program.ts';

process.stdout.on('error', fail);
process.on('SIGINT', endUnlessSomebodyElseDoes);

try {
  const program = await createProgram(process.env, process.argv[2]);
  await program.parseAsync();
} catch (error) {
  fail(error);
}

/** `| head` has read enough, which is nobody's failure. */
function endOnBrokenPipe(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exitCodes.ok);
}

/** A verb that has something to stop listens as well, and ends by itself. */
function endUnlessSomebodyElseDoes(): void {
  if (process.listenerCount('SIGINT') === 1) process.exit(exitCodes.interrupted);
}

function fail(error: unknown): never {
  endOnBrokenPipe(error);
  if (isCommanderExit(error)) process.exit(error.exitCode === 0 ? exitCodes.ok : exitCodes.usage);
  const known = error instanceof GordianError;
  writeError(
    known
      ? `${error.code}: ${error.message}\nMore: npx gordian explain ${error.code}\n`
      : `${(error as Error).stack ?? error}\n`,
  );
  process.exit(known ? exitCodeOf(error.code) : exitCodes.internal);
}

/** Commander has already printed what it had to say. */
function isCommanderExit(error: unknown): error is { exitCode: number } {
  return (
    error instanceof Error && 'exitCode' in error && String((error as { code?: unknown }).code).startsWith('commander.')
  );
}
