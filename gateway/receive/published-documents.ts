// Follows what clients have published to the metadata service. The last answer is kept on disk: a gateway that starts while the
// service is away serves what it served before, and one that has never had an answer serves nothing that needs one.
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '../../kit/log.ts';
import { readVersioned } from '../../kit/versioned-json.ts';
import { writeWhole } from '../../kit/write-whole.ts';
import type { PublishedDocuments } from './trusted-documents.ts';

export interface FollowedDocuments {
  /** Null until the first answer, where none is kept. */
  known(): PublishedDocuments | null;
  stop(): Promise<void>;
}

export interface FollowingDocuments {
  /** The metadata service. */
  readonly url: string;
  readonly accessToken: () => Promise<string>;
  readonly pollIntervalMs: number;
  /** Holds the last answer. */
  readonly file: string;
  readonly log: Log;
}

const listShape = z.object({
  version: z.string().min(1),
  documents: z.array(z.object({ hash: z.string(), document: z.string(), clients: z.array(z.string()) })),
});
type List = z.infer<typeof listShape>;

const timeoutMs = 10_000;

/** Resolves when it has asked once, whatever came of it. */
export async function followDocuments(following: FollowingDocuments): Promise<FollowedDocuments> {
  const { pollIntervalMs, file, log } = following;
  const stopping = new AbortController();
  const { signal } = stopping;
  let known: PublishedDocuments | null = null;
  // What is kept may be older than the service, so that it is never taken for the present version.
  let version: string | null = null;
  let isHealthy = true;

  const load = async (): Promise<void> => {
    const list = await ask(following, version, signal);
    if (list === null) return;
    known = documentsIn(list);
    version = list.version;
    await writeWhole(file, JSON.stringify(list)).catch((err: unknown) =>
      log.warn({ event: 'documents.not-kept', err }, 'the published documents could not be kept on disk'),
    );
  };
  const look = async (): Promise<void> => {
    const error: unknown = await load().then(
      () => null,
      (cause: unknown) => cause ?? new Error('unknown'),
    );
    if (signal.aborted || isHealthy === (error === null)) return;
    isHealthy = error === null;
    if (isHealthy) log.info({ event: 'documents.followed' }, 'the published documents are known again');
    else
      log.warn(
        { event: 'documents.unknown', err: error },
        'the published documents cannot be read; the last ones hold',
      );
  };
  const poll = async (): Promise<void> => {
    for (;;) {
      await pause(pollIntervalMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      await look();
    }
  };

  known = await kept(file);
  await look();
  const polling = poll();
  return {
    known: () => known,
    async stop() {
      stopping.abort();
      await polling;
    },
  };
}

/** @returns null when the list is still the known one */
async function ask(
  { url, accessToken }: FollowingDocuments,
  knownVersion: string | null,
  signal: AbortSignal,
): Promise<List | null> {
  const answer = await readVersioned(new URL('/operations/documents', url), {
    accessToken,
    knownVersion,
    timeoutMs,
    signal,
  });
  return answer === null ? null : listShape.parse(answer);
}

/** @throws Error for a document that is not what its hash says: whoever sends that hash means another one */
function documentsIn({ documents }: List): PublishedDocuments {
  const stray = documents.find(({ hash, document }) => createHash('sha256').update(document).digest('hex') !== hash);
  if (stray) throw new Error(`the document of ${stray.hash} has another hash`);
  return {
    byHash: new Map(documents.map(({ hash, document }) => [hash, document])),
    clientsOf: new Map(documents.map(({ document, clients }) => [document, new Set(clients)])),
  };
}

async function kept(file: string): Promise<PublishedDocuments | null> {
  try {
    return documentsIn(listShape.parse(JSON.parse(await readFile(file, 'utf8'))));
  } catch {
    return null;
  }
}
