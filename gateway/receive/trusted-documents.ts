// The documents that are trusted, and whose they are: a document that one client has published is no licence for another.
import { GordianError } from '../../kit/errors.ts';

export interface TrustedDocuments {
  /** False while nobody knows yet what is trusted besides what can be found. */
  isComplete(): boolean;
  /** @param hash SHA-256 (hex) of the text */
  find(hash: string): string | undefined;
  /** @param client null where nobody says. @throws GordianError DOCUMENT_OF_ANOTHER_CLIENT */
  requireLicence(document: string, client: string | null): void;
}

/** Those of a file or folder, which every client may run. */
export function trustedForAll(byHash: ReadonlyMap<string, string>): TrustedDocuments {
  return { isComplete: () => true, find: (hash) => byHash.get(hash), requireLicence: () => {} };
}

/** What clients have published, by the text, which is theirs who have published it. */
export interface PublishedDocuments {
  readonly byHash: ReadonlyMap<string, string>;
  readonly clientsOf: ReadonlyMap<string, ReadonlySet<string>>;
}

export interface Licences {
  readonly forAll: ReadonlyMap<string, string>;
  /** Null while nothing is known of them. */
  readonly published: () => PublishedDocuments | null;
  /** Whether a client may run only what it has published itself. */
  readonly perClient: boolean;
}

/** Those of a file, and those that clients have published. */
export function trustedByPublication({ forAll, published, perClient }: Licences): TrustedDocuments {
  const texts = new Set(forAll.values());
  return {
    isComplete: () => published() !== null,
    find: (hash) => forAll.get(hash) ?? published()?.byHash.get(hash),
    requireLicence(document, client) {
      if (!perClient || texts.has(document)) return;
      if (client !== null && published()?.clientsOf.get(document)?.has(client)) return;
      throw new GordianError(
        'DOCUMENT_OF_ANOTHER_CLIENT',
        client === null
          ? 'This document is for the clients that have published it, and the request says of none that it comes from it.'
          : `This document is published, and not by the client ${client}, which runs only its own.`,
      );
    },
  };
}
