// An operation as usage knows it: one for all documents with the same normal form. Made when a document is first counted, not
// per request.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { ReportedOperation } from '../../kit/usage-report.ts';
import { normalForm } from '../../schema/operation/normal-form.ts';
import { operationCoordinates } from '../../schema/operation/operation-coordinates.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';

export interface UsedOperation extends ReportedOperation {
  /** Whether whoever takes the reports is known to have it. */
  isReported: boolean;
}

/** @returns the operation that a document is counted as */
export type UsedOperations = (prepared: PreparedOperation) => UsedOperation;

const maxOperations = 5_000;
/** Of their documents and coordinates, together. */
const maxCharacters = 8 * 1024 * 1024;
const maxNameCharacters = 500;
/** Of a document that is kept; a longer one is known by its hash and its coordinates. */
const maxDocumentCharacters = 32 * 1024;

export function createUsedOperations(): UsedOperations {
  const byHash = new LRUCache<string, UsedOperation>({
    max: maxOperations,
    maxSize: maxCharacters,
    sizeCalculation: sizeOf,
  });
  const ofDocument = new WeakMap<PreparedOperation, UsedOperation>();
  return (prepared) => {
    const known = ofDocument.get(prepared);
    if (known) return known;
    const document = normalForm(prepared);
    const hash = createHash('sha256').update(document).digest('hex');
    const operation = sameOperation(byHash.get(hash), usedOperation(prepared, hash, document));
    byHash.set(hash, operation);
    ofDocument.set(prepared, operation);
    return operation;
  };
}

/** What a document rests on is another matter on another supergraph: then it is reported anew. */
function sameOperation(known: UsedOperation | undefined, found: UsedOperation): UsedOperation {
  const isSame = known?.coordinates.every((coordinate, place) => coordinate === found.coordinates[place]);
  return known && isSame && known.coordinates.length === found.coordinates.length ? known : found;
}

function usedOperation(prepared: PreparedOperation, hash: string, document: string): UsedOperation {
  return {
    hash,
    name: prepared.name?.slice(0, maxNameCharacters) ?? null,
    kind: prepared.kind,
    document: document.length > maxDocumentCharacters ? null : document,
    coordinates: [...operationCoordinates(prepared)],
    isReported: false,
  };
}

/** Characters that it takes in a report. */
export function sizeOf({ document, coordinates }: ReportedOperation): number {
  return coordinates.reduce((sum, { length }) => sum + length, document?.length ?? 0) + maxNameCharacters;
}
