// The shipper: takes the lines of the spool to the metadata service, in order, and deletes a segment when all of it was taken
// over. It knows nothing but what is on disk, so it starts anew after any end; the service knows which lines it has.
import { readdirSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Log } from '../../kit/log.ts';
import type { AuditSink, Delivery } from './audit-sink.ts';
import { isSegmentName } from './segment.ts';
import type { SpooledSegment } from './spool.ts';

/** The segments of one process, of this one or of one that is gone. */
export interface ShippedSpool {
  /** Names the process. */
  readonly instance: string;
  segments(): readonly SpooledSegment[];
  /** The file of a segment is gone. */
  release(path: string): void;
  /** Lines were lost on the way, and others may need them. */
  beginEpoch(): void;
}

export interface Shipper {
  /** Ships what there is, for at most the given time, and stops. */
  stop(withinMs: number): Promise<void>;
}

export interface ShipperOptions {
  /** In the order in which they are shipped. */
  readonly spools: readonly ShippedSpool[];
  readonly sink: AuditSink;
  /** Between two looks at a spool that had nothing. */
  readonly intervalMs: number;
  readonly log: Log;
}

const maxBackoffMs = 30_000;

export function startShipper({ spools, sink, intervalMs, log }: ShipperOptions): Shipper {
  const positions = new Map<string, number>();
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let working = Promise.resolve();

  async function work(): Promise<void> {
    try {
      for (const spool of spools) await shipAll(spool);
      if (failures > 0) log.info({ event: 'audit.delivered' }, 'The audit is delivered again.');
      failures = 0;
    } catch (error) {
      if (failures === 0)
        log.warn({ event: 'audit.undelivered', err: error }, 'The audit cannot be delivered; the spool keeps it.');
      failures++;
    }
    if (isStopped) return;
    const backoffMs = Math.min(intervalMs * 2 ** failures, maxBackoffMs);
    timer = setTimeout(look, failures > 0 ? backoffMs * (0.5 + Math.random() / 2) : intervalMs).unref();
  }

  function look(): void {
    working = work();
  }

  async function shipAll(spool: ShippedSpool): Promise<void> {
    for (const segment of spool.segments()) await shipSegment(spool, segment);
  }

  async function shipSegment(spool: ShippedSpool, segment: SpooledSegment): Promise<void> {
    const { path, isClosed } = segment;
    try {
      while (await shipPortion(spool, path));
    } catch (error) {
      if (!isGone(error)) throw error;
      log.error({ event: 'audit.lost', path }, 'A segment of the audit spool is gone; what it held is lost.');
      spool.beginEpoch();
    }
    if (!isClosed) return;
    await rm(path, { force: true }).catch(() => {});
    positions.delete(path);
    spool.release(path);
  }

  /** @returns false when there is nothing further to ship of the segment for now */
  async function shipPortion(spool: ShippedSpool, path: string): Promise<boolean> {
    const offset = positions.get(path) ?? 0;
    const portion = await readPortion(path, offset);
    if (portion === null) return false;
    const delivery = await deliver(spool, portion.text);
    if (delivery === 'damaged') return setApart(spool, path);
    positions.set(path, offset + portion.bytes);
    return true;
  }

  /** What comes before these lines is not on disk any more: segments are shipped in order, each from its first line. */
  async function deliver({ instance, beginEpoch }: ShippedSpool, lines: string): Promise<Delivery> {
    const delivery = await sink.deliver(instance, lines);
    if (delivery !== 'gap') return delivery;
    log.error({ event: 'audit.lost', instance }, 'Records of the audit are lost; the audit says which.');
    beginEpoch();
    return sink.deliver(instance, lines, { afterLoss: true });
  }

  /** For an investigation: somebody has changed it, or the disk has. */
  async function setApart(spool: ShippedSpool, path: string): Promise<false> {
    const apart = join(dirname(path), `${basename(path)}.damaged`);
    await rename(path, apart);
    log.error({ event: 'audit.damaged', path: apart }, 'A segment of the audit spool was altered; it is set apart.');
    spool.beginEpoch();
    return false;
  }

  look();
  return {
    async stop(withinMs) {
      clearTimeout(timer);
      isStopped = true;
      const finished = working.then(work);
      await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, withinMs).unref())]);
    },
  };
}

/** Of a process that is gone. */
export function spoolLeftIn(folder: string): ShippedSpool & { readonly bytes: () => number } {
  const names = readdirSync(folder).filter(isSegmentName).sort();
  const left = new Map(
    names.map((name) => {
      const path = join(folder, name);
      return [path, { path, bytes: statSync(path).size, isClosed: true }];
    }),
  );
  return {
    instance: basename(folder),
    segments: () => [...left.values()],
    release: (path) => void left.delete(path),
    beginEpoch() {},
    bytes: () => [...left.values()].reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

interface Portion {
  /** Whole lines. */
  readonly text: string;
  readonly bytes: number;
}

/** Much more than the longest line. */
const maxPortionBytes = 4 * 1024 * 1024;

/** @returns null when no whole line begins at the offset */
async function readPortion(path: string, offset: number): Promise<Portion | null> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const room = Math.min(size - offset, maxPortionBytes);
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(room), 0, room, offset);
    const bytes = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    return bytes === 0 ? null : { text: buffer.toString('utf8', 0, bytes), bytes };
  } finally {
    await file.close();
  }
}

function isGone(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
