// Writes log lines to a file descriptor without ever waiting for whoever reads it. Lines may wait for each other, so that many
// are one write; those that are due go out at once, and everything does before the process ends, unless it is killed.
import { write, writeSync } from 'node:fs';

export interface LineWriterOptions {
  /** A line waits at most this long for others. */
  readonly waitingMs: number;
  /** What may wait while nobody reads. Beyond, lines are dropped, and counted. */
  readonly maxCharacters: number;
  /** The line that says how many were dropped; written as soon as there is room again, and never dropped itself. */
  readonly lineForDropped: (lines: number) => string;
}

export interface LineWriter {
  /** @param isDue it does not wait */
  write(line: string, isDue: boolean): void;
  /** Writes what waits before it returns; for the end of the process. */
  flushSync(): void;
}

/** Written as soon as it is full. */
const chunkCharacters = 16 * 1024;
const retryMs = 20;
/** A write on its way takes microseconds, unless nobody reads; then it may be lost at the end of the process. */
const lastWriteMs = 5;

export function createLineWriter(descriptor: number, options: LineWriterOptions): LineWriter {
  let chunks: string[] = [];
  let characters = 0;
  let dropped = 0;
  let isWriting = false;
  let isBroken = false;
  /** The last chunk must not wait until it is full. */
  let isDue = false;
  let isTimed = false;

  function add(line: string): void {
    const last = chunks.length - 1;
    if (last >= 0 && chunks[last]!.length + line.length <= chunkCharacters) chunks[last] += line;
    else chunks.push(line);
    characters += line.length;
  }

  function writeDue(): void {
    isTimed = false;
    isDue = true;
    writeNext();
  }

  function writeNext(): void {
    if (isWriting || isBroken || !(isDue || chunks.length > 1)) return;
    const chunk = chunks.shift();
    if (chunk === undefined) {
      isDue = false;
      return;
    }
    characters -= chunk.length;
    isWriting = true;
    writeAll(Buffer.from(chunk));
  }

  function writeAll(bytes: Buffer): void {
    write(descriptor, bytes, (error, written) => {
      if (error?.code === 'EAGAIN') return void setTimeout(() => writeAll(bytes), retryMs);
      // Nobody will ever read again.
      if (error) isBroken = true;
      else if (written < bytes.length) return writeAll(bytes.subarray(written));
      isWriting = false;
      tellDropped();
      writeNext();
    });
  }

  function tellDropped(): void {
    if (dropped === 0) return;
    add(options.lineForDropped(dropped));
    dropped = 0;
    writeInTime();
  }

  function writeInTime(): void {
    if (!isTimed) setTimeout(writeDue, options.waitingMs).unref();
    isTimed = true;
  }

  function flushSync(): void {
    if (isWriting) sleep(lastWriteMs);
    tellDropped();
    for (const chunk of chunks) writeSynchronously(Buffer.from(chunk));
    chunks = [];
    characters = 0;
  }

  function writeSynchronously(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0 && !isBroken; ) rest = rest.subarray(writeSome(rest));
  }

  function writeSome(bytes: Buffer): number {
    try {
      return writeSync(descriptor, bytes);
    } catch (error) {
      isBroken = (error as NodeJS.ErrnoException).code !== 'EAGAIN';
      if (!isBroken) sleep(retryMs);
      return 0;
    }
  }

  process.once('exit', flushSync);
  return {
    write(line, isDueNow) {
      if (isBroken) return;
      if (characters + line.length > options.maxCharacters) {
        dropped++;
        return;
      }
      add(line);
      if (isDueNow) isDue = true;
      else writeInTime();
      writeNext();
    },
    flushSync,
  };
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
