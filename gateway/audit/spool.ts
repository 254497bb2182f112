// The durable spool: records become lines of segment files before anybody is answered, many of them in one write. Each line has
// its place and the hash of the one before it, so that none can be taken out or put in on the way to the audit.
import { rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { firstHash } from '../../kit/audit-chain.ts';
import { type LineEnd, nextLine } from '../../kit/spooled-lines.ts';
import { Segment } from './segment.ts';

export interface SpoolOptions {
  /** Of this process alone. */
  readonly folder: string;
  /** Of all segments together, those of former processes included; beyond, nothing is taken until some are shipped. */
  readonly maxBytes: number;
  /** What former processes left that is not shipped yet. */
  readonly leftBytes?: () => number;
  readonly segmentBytes: number;
}

export interface Spool {
  /** It survives the end of the process when this resolves. Rejects when it could not be written. */
  append(record: string): Promise<unknown>;
  /** It survives the end of the machine when this resolves. */
  appendDurably(record: string): Promise<unknown>;
  /** Oldest first. */
  segments(): readonly SpooledSegment[];
  /** A closed segment was shipped, and its file is gone. */
  release(path: string): void;
  /** Of all segments, those of former processes included. */
  bytes(): number;
  /** Another one after anything written before may be lost. */
  epoch(): number;
  /** Something written before is lost. */
  beginEpoch(): void;
  /** Writes and syncs what waits. */
  close(): Promise<void>;
}

export interface SpooledSegment {
  readonly path: string;
  readonly bytes: number;
  /** Nothing more is added to it. */
  readonly isClosed: boolean;
}

/** Records that go into one write. */
interface Batch {
  readonly records: string[];
  isUrgent: boolean;
  readonly written: Promise<Segment>;
  readonly settle: (writing: Promise<Segment>) => void;
}

/** How often it is seen whether the segment is still in its place, unless something durable is written. */
const lookEveryMs = 1_000;

export function createSpool({ folder, maxBytes, segmentBytes, leftBytes = () => 0 }: SpoolOptions): Spool {
  const closed = new Map<string, SpooledSegment>();
  let segment: Segment | null = null;
  let waiting: Batch | null = null;
  let writing: Promise<unknown> | null = null;
  let end: LineEnd = { seq: 0, hash: firstHash };
  let lookedAt = 0;
  let epoch = 0;

  function add(record: string, isUrgent: boolean): Promise<Segment> {
    if (waiting === null) {
      waiting = createBatch();
      if (writing === null) setImmediate(writeNext);
    }
    waiting.records.push(record);
    waiting.isUrgent ||= isUrgent;
    return waiting.written;
  }

  function writeNext(): void {
    if (waiting === null || writing !== null) return;
    const batch = waiting;
    waiting = null;
    const written = write(batch);
    writing = written.then(next, next);
    batch.settle(written);
  }

  function next(): void {
    writing = null;
    writeNext();
  }

  async function write({ records, isUrgent }: Batch): Promise<Segment> {
    const lines = chain(records, end);
    if (bytes() + lines.bytes.length > maxBytes)
      throw new Error(`The audit spool is full: of ${maxBytes} bytes, ${bytes()} are not shipped yet.`);
    try {
      const current = segment ?? (await openSegment());
      writeLines(current, records, lines);
      if (isUrgent || performance.now() - lookedAt >= lookEveryMs) await requireInPlace(current);
      if (current.bytes >= segmentBytes) closeSegment();
      return current;
    } catch (error) {
      epoch++;
      closeSegment();
      throw error;
    }
  }

  async function openSegment(): Promise<Segment> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    segment = await Segment.create(folder, end.seq + 1);
    return segment;
  }

  /** Of a write that failed half-way, the whole lines are there, and keep their places. */
  function writeLines(current: Segment, records: readonly string[], lines: ChainedLines): void {
    const before = current.bytes;
    try {
      current.write(lines.bytes);
      end = lines.end;
    } catch (error) {
      end = endWithin(records, end, current.bytes - before);
      throw error;
    }
  }

  /** What is written to a file that somebody took away is lost with the process. */
  async function requireInPlace(current: Segment): Promise<void> {
    lookedAt = performance.now();
    if (!(await current.isInPlace())) throw new Error(`The audit spool was taken away: ${current.path} is not there.`);
  }

  function closeSegment(): void {
    if (segment === null) return;
    const { path, bytes, firstSeq } = segment;
    // Whoever needs it synced waits for that, and is told when it failed.
    segment.close().catch(() => {});
    segment = null;
    if (firstSeq <= end.seq) closed.set(path, { path, bytes, isClosed: true });
    // At once: the next segment has the same name.
    else removeIfPossible(path);
  }

  function segments(): readonly SpooledSegment[] {
    const open = segment && { path: segment.path, bytes: segment.bytes, isClosed: false };
    return open ? [...closed.values(), open] : [...closed.values()];
  }

  const bytes = () => segments().reduce((sum, each) => sum + each.bytes, leftBytes());

  return {
    append: (record) => add(record, false),
    appendDurably: async (record) => (await add(record, true)).sync(),
    segments,
    release: (path) => void closed.delete(path),
    bytes,
    epoch: () => epoch,
    beginEpoch: () => void epoch++,
    async close() {
      while (writing !== null || waiting !== null) {
        writeNext();
        await writing;
      }
      await segment?.close();
    },
  };
}

function createBatch(): Batch {
  let settle: Batch['settle'] = () => {};
  const written = new Promise<Segment>((resolve) => {
    settle = resolve;
  });
  return { records: [], isUrgent: false, written, settle };
}

interface ChainedLines {
  readonly bytes: Buffer;
  readonly end: LineEnd;
}

function chain(records: readonly string[], after: LineEnd): ChainedLines {
  let end = after;
  let text = '';
  for (const record of records) {
    const line = nextLine(end, record);
    end = line;
    text += `${line.text}\n`;
  }
  return { bytes: Buffer.from(text), end: { seq: end.seq, hash: end.hash } };
}

/** Where the last whole line within so many bytes ends. */
function endWithin(records: readonly string[], after: LineEnd, bytes: number): LineEnd {
  let end = after;
  let room = bytes;
  for (const record of records) {
    const line = chain([record], end);
    room -= line.bytes.length;
    if (room < 0) break;
    end = line.end;
  }
  return end;
}

function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What stands there is torn, and whoever opens it next empties it.
  }
}
