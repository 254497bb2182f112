// What a thread that plans is asked: text and names only, because nothing else crosses to it. Its size is bounded.
import { print } from 'graphql';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { fetchableDocument } from './fetchable-document.ts';
import { askedCoordinates } from './internal-coordinates.ts';

export interface PlanRequest {
  /** The fetchable document. */
  readonly document: string;
  /** What the caller itself asks for and may read. */
  readonly asked: readonly Coordinate[];
  /** Object types of which some records may be closed to the caller. */
  readonly guarded: readonly string[];
  /** The labels of @override that hold for this request; those of the supergraph that are not here do not. */
  readonly overrides: readonly string[];
}

/**
 * @returns null when nothing has to be fetched
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function planRequest(authorized: AuthorizedOperation, overrides: readonly string[]): PlanRequest | null {
  const document = fetchableDocument(authorized);
  return (
    document && {
      document: print(document),
      asked: [...askedCoordinates(authorized)],
      guarded: [...(authorized.rows?.keys() ?? [])],
      overrides,
    }
  );
}
