// Opens the audit of a gateway: a folder for the spool of this process, what former processes left behind, and the shipper.
import { readdirSync } from 'node:fs';
import type { EntityReference } from '../../kit/entity-reference.ts';
import { createInstanceFolder, type InstanceFolder, takeAbandonedFolders } from '../../kit/instance-folders.ts';
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

/** @throws GordianError DIRECTORY_NOT_WRITABLE */
export function openAudit(options: AuditOptions): Audit {
  const { directory, maxBytes, segmentBytes, deliverEveryMs, sink, entityReference, log } = options;
  const own = createInstanceFolder(directory, 'audit.directory');
  const left = leftBehind(directory, own.instance);
  const leftBytes = () => left.reduce((sum, { spool }) => sum + spool.bytes(), 0);
  const spool = createSpool({ folder: own.path, maxBytes, segmentBytes, leftBytes });
  const spools = [...left.map(({ spool }) => spool), ownSpool(own.instance, spool)];
  const shipper = startShipper({ spools, sink, intervalMs: deliverEveryMs, log });
  const audit = createAudit(spool, log, entityReference);
  return {
    ...audit,
    async stop() {
      await audit.stop();
      await shipper.stop(deliverAtEndMs);
      own.release();
      for (const { folder } of left) folder.release();
    },
  };
}

interface LeftBehind {
  readonly spool: ReturnType<typeof spoolLeftIn>;
  readonly folder: InstanceFolder;
}

/** The spools of processes that are gone. One that lives ships its own. */
function leftBehind(directory: string, instance: string): LeftBehind[] {
  return takeAbandonedFolders(directory, instance).flatMap((folder) => {
    if (readdirSync(folder.path).some(isSegmentName)) return { spool: spoolLeftIn(folder.path), folder };
    folder.release();
    return [];
  });
}

function ownSpool(instance: string, { segments, release, beginEpoch }: Spool): ShippedSpool {
  return { instance, segments, release, beginEpoch };
}
