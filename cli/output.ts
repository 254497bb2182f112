// Where what a verb says goes. Data goes to standard output, or to the file of --output; everything else goes to standard error, so that a
// pipe never mixes the two. A process has one of each, so the flags are settled once, before a verb runs.
import { appendFileSync, createWriteStream, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pc from 'picocolors';
import { GordianError } from '../kit/errors.ts';

export interface OutputFlags {
  /** A file; `-` is standard output. */
  readonly output: string;
  /** Only data and errors. */
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

export const colorChoices = ['auto', 'always', 'never'] as const;
export type ColorChoice = (typeof colorChoices)[number];

const usual: OutputFlags = { output: '-', quiet: false, color: 'auto' };
let flags = usual;
/** Whether the file of --output holds data of this run. */
let isBegun = false;

/** What the file of --output holds stays until there is something to write: a verb that fails loses nothing. */
export function configureOutput(chosen: Partial<OutputFlags>): void {
  flags = { ...usual, ...chosen };
  isBegun = false;
}

/** After a verb that had nothing to say, its file is empty and not what it was. @throws GordianError CONFIG_INVALID */
export function finishOutput(): void {
  if (flags.output !== '-' && !isBegun) writeData('');
}

/** What was asked for. @throws GordianError CONFIG_INVALID when the file of --output cannot be written */
export function writeData(text: string): void {
  if (flags.output === '-') process.stdout.write(text);
  else intoFile(() => (isBegun ? appendFileSync : writeFileSync)(flags.output, text));
  isBegun = true;
}

/** Data that may be larger than memory. */
export function writeDataFrom(source: Readable): Promise<void> {
  isBegun = true;
  if (flags.output === '-') return pipeline(source, process.stdout, { end: false });
  return pipeline(source, createWriteStream(flags.output));
}

/** For programs and for files. */
export function writeJson(value: unknown): void {
  writeData(`${JSON.stringify(value, null, 2)}\n`);
}

/** What a person likes to know beside the data: a count, a verdict, the next step. */
export function writeNote(text: string): void {
  if (!flags.quiet) process.stderr.write(text);
}

/** How far long work has come; nobody reads that in a log. */
export function writeProgress(text: string): void {
  if (!flags.quiet && process.stderr.isTTY) process.stderr.write(text);
}

/** What went wrong: said even with --quiet. */
export function writeError(text: string): void {
  process.stderr.write(text);
}

/** Colours for a stream, or functions that leave text as it is. */
export function colorsFor(stream: 'stdout' | 'stderr'): ReturnType<typeof pc.createColors> {
  if (flags.color !== 'auto') return pc.createColors(flags.color === 'always');
  const isFile = stream === 'stdout' && flags.output !== '-';
  return pc.createColors(pc.isColorSupported && process[stream].isTTY === true && !isFile);
}

function intoFile(write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot write ${flags.output}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
