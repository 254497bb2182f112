// Which promises a caller is shown: what is promised of a field that it may not know of is not there for it.
import type { MetadataContext } from '../context.ts';
import type { SlaRow } from '../freshness/queries.ts';

export async function knownSlas(
  slas: readonly SlaRow[],
  { caller, loaders: { access } }: MetadataContext,
): Promise<readonly SlaRow[]> {
  const isKnown = await access.knownTo(caller);
  return slas.filter(({ element }) => isKnown(element));
}
