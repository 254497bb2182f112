// Makes searches find what a registration has made the catalogue say.
import type { Queries } from '../../../kit/postgres.ts';
import type { Publication } from '../../../schema/publication.ts';
import { glossaryOf } from './glossary.ts';
import { refreshItems, replaceTerms } from './queries.ts';

/** In the transaction of the registration, after its products, domains and fields. */
export async function saveSearch(transaction: Queries, { subgraphs }: Publication): Promise<void> {
  await replaceTerms(transaction, glossaryOf(subgraphs.flatMap(({ contracts }) => contracts)));
  await refreshItems(transaction);
}
