// Opens the audit of a gateway: a folder for the spool of this process, what former processes left behind, and the shipper.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DirectoryLock, lockDirectory } from '../../kit/directory-lock.ts';
import type { EntityReference } from '../../kit/entity-reference.ts';
import { GordianError } from '../../kit/errors.ts';
import type { Log } from '../../kit/log.ts';
import { type Audit, createAudit } from './audit.ts';
import type { AuditSink } from './audit-sink.ts';
import { isSegmentName } from './segment.ts';
import { type ShippedSpool, spoolLeftIn, startShipper } from './ship-spool.ts';
import { createSpool, type Spool } from './spool.ts';

export interface AuditOptions {
  /** Of the spools of all processes that were or are. */
  readonly directory: string;
  readonly maxBytes: number;
  readonly segmentBytes: number;
  readonly deliverEveryMs: number;
  readonly sink: AuditSink;
  /** Null: entities are not recorded. */
  readonly entityReference: EntityReference | null;
  readonly log: Log;
}

/** What is under way when the gateway stops may still be delivered; the rest is, after the next start. */
const deliverAtEndMs = 2_000;
const lockFile = 'owner.json';

/** @throws GordianError DIRECTORY_NOT_WRITABLE */
export function openAudit(options: AuditOptions): Audit {
  const { directory, maxBytes, segmentBytes, deliverEveryMs, sink, entityReference, log } = options;
  const instance = `${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`;
  const folder = join(directory, instance);
  const lock = claim(folder);
  const left = leftBehind(directory, instance);
  const leftBytes = () => left.reduce((sum, { spool }) => sum + spool.bytes(), 0);
  const spool = createSpool({ folder, maxBytes, segmentBytes, leftBytes });
  const spools = [...left.map(({ spool }) => spool), ownSpool(instance, spool)];
  const shipper = startShipper({ spools, sink, intervalMs: deliverEveryMs, log });
  const audit = createAudit(spool, log, entityReference);
  return {
    ...audit,
    async stop() {
      await audit.stop();
      await shipper.stop(deliverAtEndMs);
      letGo(folder, lock);
      for (const other of left) letGo(other.folder, other.lock);
    },
  };
}

function claim(folder: string): DirectoryLock {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return lockDirectory(folder, { file: lockFile, refusal: () => new Error('another process has it') });
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `The audit spool cannot be kept in ${folder}: ${(error as Error).message}. Choose another place with audit.directory.`,
      { cause: error },
    );
  }
}

interface LeftBehind {
  readonly spool: ReturnType<typeof spoolLeftIn>;
  readonly folder: string;
  readonly lock: DirectoryLock;
}

/** The spools of processes that are gone. One that lives ships its own. */
function leftBehind(directory: string, instance: string): LeftBehind[] {
  const names = readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== instance)
    .map(({ name }) => name)
    .sort();
  return names.flatMap((name) => {
    const folder = join(directory, name);
    const lock = claimIfFree(folder);
    if (lock === null) return [];
    if (readdirSync(folder).some(isSegmentName)) return { spool: spoolLeftIn(folder), folder, lock };
    letGo(folder, lock);
    return [];
  });
}

function claimIfFree(folder: string): DirectoryLock | null {
  try {
    return claim(folder);
  } catch {
    return null;
  }
}

function ownSpool(instance: string, { segments, release, beginEpoch }: Spool): ShippedSpool {
  return { instance, segments, release, beginEpoch };
}

/** A folder that still holds something stays. */
function letGo(folder: string, lock: DirectoryLock): void {
  lock.release();
  try {
    rmdirSync(folder);
  } catch {}
}
