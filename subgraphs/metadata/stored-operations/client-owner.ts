// Who publishes operations, and of which clients: a document that is published as somebody's is a licence to run it, and makes
// producers wait. A client speaks for itself, and a pipeline for those that the identity provider names in a claim of its token.
import { GordianError } from '../../../kit/errors.ts';
import { namesIn } from '../registry/reporter.ts';

export interface ClientOwner {
  /** For the record. */
  readonly name: string;
  readonly scopes: readonly string[];
  readonly clients: ReadonlySet<string>;
}

/** @param claim that holds the ids of clients: a list, or a text with spaces between them */
export function clientOwnerOf(
  name: string,
  scopes: readonly string[],
  claims: Readonly<Record<string, unknown>>,
  claim: string,
): ClientOwner {
  return { name, scopes, clients: new Set([name, ...namesIn(claims[claim])]) };
}

/** @throws GordianError FORBIDDEN */
export function requireOwnerOf({ name, clients }: ClientOwner, client: string): void {
  if (clients.has(client)) return;
  throw new GordianError(
    'FORBIDDEN',
    `${name} does not publish for ${client}: its token is not that of the client, and its claim of clients does not name it.`,
    { details: { client } },
  );
}
