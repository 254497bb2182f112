// Checks, publishes and retires the operations of clients. A check is the same judgement as that of a publication.
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { appendAudit } from '../audit/append-audit.ts';
import { deprecationsOf } from '../deprecation/queries.ts';
import {
  countChange,
  insertRelease,
  lockStoredOperations,
  releaseOf,
  retireRelease,
  saveCoordinates,
} from './queries.ts';
import { type DocumentProblem, type DocumentReading, type ReadDocument, readDocument } from './read-document.ts';

export interface CheckedDocument {
  readonly hash: string;
  readonly name: string | null;
  readonly problems: readonly DocumentProblem[];
  readonly deprecated: readonly DeprecatedUse[];
}

export interface DeprecatedUse {
  readonly coordinate: string;
  readonly reason: string;
  readonly replacement: string | null;
  /** ISO instant from which it may be gone. */
  readonly sunsetAt: string | null;
}

export interface CheckedOperations {
  readonly ok: boolean;
  readonly operations: readonly CheckedDocument[];
}

/** Something of a release that everything else is named by. */
export interface ReleaseName {
  readonly client: string;
  readonly version: string;
}

export interface Release extends ReleaseName {
  /** The commit. */
  readonly sourceRevision: string | null;
  readonly documents: readonly string[];
}

export interface OperationServices {
  readonly database: Database;
  readonly clock: Clock;
}

export type Publication =
  | { readonly status: 'published' | 'unchanged'; readonly operations: readonly CheckedDocument[] }
  | { readonly status: 'refused'; readonly operations: readonly CheckedDocument[] };

export async function checkOperations(
  database: Queries,
  schema: GraphQLSchema,
  documents: readonly string[],
): Promise<CheckedOperations> {
  const operations = await checked(database, readAll(schema, documents));
  return { ok: operations.every(({ problems }) => problems.length === 0), operations };
}

/** @throws GordianError CONFLICT where the version is published with other documents, or is retired */
export async function publishOperations(
  { database, clock }: OperationServices,
  schema: GraphQLSchema,
  release: Release,
  publishedBy: string,
): Promise<Publication> {
  const readings = readAll(schema, release.documents);
  const operations = await checked(database, readings);
  const valid = readings.flatMap(({ read }) => read ?? []);
  if (valid.length < readings.length) return { status: 'refused', operations };
  const status = await database.transaction(async (transaction) => {
    await lockStoredOperations(transaction);
    if (await isThere(transaction, release, valid)) return 'unchanged';
    const now = clock.now();
    await insertRelease(transaction, { ...release, publishedBy, publishedAt: now }, valid);
    await countChange(transaction);
    await record(transaction, 'operations.published', release, publishedBy, now, { operations: valid.length });
    return 'published';
  });
  return { status, operations };
}

/** Says that no such version of the client is in use any more: it may do without its operations. */
export async function retireOperations(
  { database, clock }: OperationServices,
  release: ReleaseName,
  retiredBy: string,
): Promise<{ readonly status: 'retired' | 'unchanged' }> {
  return database.transaction(async (transaction) => {
    await lockStoredOperations(transaction);
    const known = await releaseOf(transaction, release.client, release.version);
    if (known === null)
      throw new GordianError('NOT_FOUND', `${release.client} has not published a version ${release.version}.`);
    if (known.retiredAt !== null) return { status: 'unchanged' };
    const now = clock.now();
    await retireRelease(transaction, known.id, now);
    await countChange(transaction);
    await record(transaction, 'operations.retired', release, retiredBy, now, {});
    return { status: 'retired' };
  });
}

function readAll(schema: GraphQLSchema, documents: readonly string[]): readonly DocumentReading[] {
  return [...new Set(documents)].map((document) => readDocument(schema, document));
}

async function checked(database: Queries, readings: readonly DocumentReading[]): Promise<CheckedDocument[]> {
  const coordinates = new Set(readings.flatMap(({ read }) => read?.coordinates ?? []));
  const deprecations = new Map(
    (await deprecationsOf(database, [...coordinates])).map((row) => [
      row.coordinate,
      {
        coordinate: row.coordinate,
        reason: row.reason,
        replacement: row.replacement,
        sunsetAt: row.sunsetAt?.toISOString() ?? null,
      },
    ]),
  );
  return readings.map(({ hash, read, problems }) => ({
    hash,
    name: read?.name ?? null,
    problems,
    deprecated: (read?.coordinates ?? []).flatMap((coordinate) => deprecations.get(coordinate) ?? []),
  }));
}

async function isThere(
  transaction: Queries,
  { client, version }: ReleaseName,
  documents: readonly ReadDocument[],
): Promise<boolean> {
  const known = await releaseOf(transaction, client, version);
  if (known === null) return false;
  const hashes = documents.map(({ hash }) => hash).sort();
  if (known.retiredAt !== null)
    throw new GordianError('CONFLICT', `Version ${version} of ${client} is retired. Publish under another version.`);
  if (hashes.join() !== known.hashes.join())
    throw new GordianError(
      'CONFLICT',
      `Version ${version} of ${client} is published with other documents. What is published stays as it is: choose another version.`,
    );
  await saveCoordinates(transaction, documents);
  return true;
}

function record(
  transaction: Queries,
  action: string,
  { client, version }: ReleaseName,
  actor: string,
  at: Date,
  more: object,
): Promise<void> {
  return appendAudit(transaction, {
    at,
    actor,
    actorKind: 'service',
    action,
    target: `gordian:client:${client}`,
    payload: { version, ...more },
  });
}
