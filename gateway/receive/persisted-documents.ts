// Documents that a client names by their hash instead of sending them: those it registered itself (automatic persisted
// queries), and those that were trusted beforehand, which can be made the only ones.
import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { GordianError } from '../../kit/errors.ts';
import type { TrustedDocuments } from './trusted-documents.ts';

export interface PersistedDocuments {
  /**
   * @param query the document as sent, if it was
   * @param hash SHA-256 (hex) that stands for it, if one was sent
   * @throws GordianError BAD_REQUEST, DOCUMENT_NOT_TRUSTED, NOT_READY while it is not known what is published, or a PERSISTED_QUERY code
   */
  documentOf(query: string | null, hash: string | null): string;
  /** Of a document that came from {@link documentOf}. @throws GordianError DOCUMENT_OF_ANOTHER_CLIENT */
  requireLicence(document: string, client: string | null): void;
}

export interface PersistedDocumentOptions {
  readonly trusted: TrustedDocuments;
  /** Refuses every document that is not trusted. */
  readonly onlyTrusted: boolean;
  /** For the documents that clients register; 0 = they may register none. */
  readonly automaticBytes: number;
}

const entryOverheadBytes = 200;

export function createPersistedDocuments(options: PersistedDocumentOptions): PersistedDocuments {
  const { trusted, onlyTrusted, automaticBytes } = options;
  const registered =
    automaticBytes > 0 && !onlyTrusted ? new LRUCache<string, string>({ maxSize: automaticBytes }) : null;

  function find(hash: string): string {
    const document = trusted.find(hash) ?? registered?.get(hash);
    if (document !== undefined) return document;
    if (onlyTrusted) throw notTrusted(trusted);
    // The texts of the protocol: clients compare them.
    throw registered
      ? new GordianError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound')
      : new GordianError('PERSISTED_QUERY_NOT_SUPPORTED', 'PersistedQueryNotSupported');
  }

  return {
    documentOf(query, hash) {
      if (query === null) return find(requireSomething(hash));
      if (hash === null && !onlyTrusted) return query;
      const actual = sha256(query);
      if (hash !== null && hash !== actual)
        throw new GordianError('PERSISTED_QUERY_HASH_MISMATCH', 'The hash is not the SHA-256 of the query.');
      if (onlyTrusted && trusted.find(actual) === undefined) throw notTrusted(trusted);
      registered?.set(actual, query, { size: 2 * query.length + entryOverheadBytes });
      return query;
    },
    // Where any document may be sent, nobody needs a licence.
    requireLicence(document, client) {
      if (onlyTrusted) trusted.requireLicence(document, client);
    },
  };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function requireSomething(hash: string | null): string {
  if (hash !== null) return hash;
  throw new GordianError(
    'BAD_REQUEST',
    'The key "query" must hold the GraphQL document as a non-empty string, or "extensions.persistedQuery" its hash.',
  );
}

function notTrusted({ isComplete }: TrustedDocuments): GordianError {
  if (!isComplete())
    return new GordianError('NOT_READY', 'The gateway does not know yet which documents are published.');
  return new GordianError('DOCUMENT_NOT_TRUSTED', 'This gateway runs only the documents that were published to it.');
}
