// GraphQL over searching and the glossary.
import { randomUUID } from 'node:crypto';
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import type { Database } from '../../../kit/postgres.ts';
import { badInput } from '../../../kit/user-input.ts';
import type { FieldRow, ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import {
  bestFirst,
  countItems,
  type FoundRow,
  insertSearch,
  type SearchKind,
  searchItems,
  secretCoordinates,
  type TermRow,
  type Wanted,
} from './queries.ts';
import { tokensOf, whyFound } from './search-words.ts';

type Context = MetadataContext;

interface SearchArguments extends PageArguments {
  readonly text: string;
  readonly kinds?: readonly SearchKind[] | null;
}

interface Hit extends FoundRow {
  readonly tokens: readonly string[];
}

const allKinds: readonly SearchKind[] = ['PRODUCT', 'FIELD', 'DOMAIN', 'TERM'];
const maxLength = 200;

const queries = {
  search: async (_: unknown, args: SearchArguments, context: Context) => {
    const { database, clock } = context;
    const page = readPage(args, bestFirst);
    const tokens = tokensInput(args.text);
    const kinds = args.kinds ?? allKinds;
    const { wanted, totalCount } = await asStrictAsFinds(database, {
      tokens,
      kinds,
      ...(await whatMayBeFound(context)),
    });
    const rows = await searchItems(database, wanted, page);
    const hits = rows.map((row): Hit => ({ ...row, tokens }));
    const connection = connectionOf({
      page,
      order: bestFirst,
      rows: hits,
      sortKeyOf: ({ score, id }) => [score, id],
      totalCount: async () => totalCount,
    });
    return { ...connection, searchId: () => remember(context, connection.nodes, clock.now()) };
  },
  glossaryTerm: (_: unknown, { id }: { id: string }, { loaders }: Context) => loaders.search.term.load(id),
};

/** `custmer` is as similar to `customer` as the first says, `emial` to `email` only as the second: that much when nothing else fits. */
const similarities = [0.45, 0.3] as const;

async function asStrictAsFinds(database: Database, asked: Omit<Wanted, 'similarity'>) {
  const [strict, loose] = similarities.map((similarity): Wanted => ({ ...asked, similarity })) as [Wanted, Wanted];
  const found = await countItems(database, strict);
  if (found > 0) return { wanted: strict, totalCount: found };
  return { wanted: loose, totalCount: await countItems(database, loose) };
}

function tokensInput(text: string): string[] {
  if (text.length > maxLength) throw badInput('text', `may have at most ${maxLength} characters`);
  const tokens = tokensOf(text);
  if (tokens.length === 0) throw badInput('text', 'must have a letter or a digit');
  return tokens;
}

/** What is a secret to others, and what is none and leads to nothing else. */
async function whatMayBeFound({
  database,
  loaders,
  caller,
}: Context): Promise<Pick<Wanted, 'knownSecrets' | 'unknown'>> {
  const [secrets, { isKnown, unknown }] = await Promise.all([
    secretCoordinates(database),
    loaders.access.knowledgeOf(caller),
  ]);
  return { knownSecrets: secrets.filter((coordinate) => isKnown(coordinate)), unknown: [...unknown] };
}

/** Only for whoever asks for the id: it will say with it what it has found. */
async function remember({ database }: Context, nodes: readonly FoundRow[], at: Date): Promise<string> {
  const id = randomUUID();
  const products = [...new Set(nodes.flatMap(({ productUrn }) => productUrn ?? []))];
  await insertSearch(database, { id, at, products });
  return id;
}

const typeOfKind: Readonly<Record<SearchKind, string>> = {
  PRODUCT: 'DataProduct',
  FIELD: 'SchemaField',
  DOMAIN: 'Domain',
  TERM: 'GlossaryTerm',
};

const searchHit = {
  score: ({ score }: Hit) => score / 1_000_000,
  why: ({ tokens, ...row }: Hit) => whyFound(tokens, row),
  item: async ({ kind, ref }: Hit, _: object, { loaders: { catalogue, search } }: Context) => {
    const loaderOf = {
      PRODUCT: catalogue.productByUrn,
      FIELD: catalogue.field,
      DOMAIN: catalogue.domain,
      TERM: search.term,
    };
    const row = await loaderOf[kind].load(ref);
    return row && { ...row, __typename: typeOfKind[kind] };
  },
};

export const searchResolvers = {
  Query: queries,
  SearchHit: searchHit,
  GlossaryTerm: {
    product: ({ productId }: TermRow, _: object, { loaders: { catalogue } }: Context) =>
      catalogue.product.load(productId),
    fields: async ({ id }: TermRow, _: object, { loaders, caller }: Context) => {
      const [fields, isKnown] = await Promise.all([
        loaders.search.fieldsOfTerm.load(id),
        loaders.access.knownTo(caller),
      ]);
      return fields.filter(({ coordinate, tags }) => isKnown(coordinate, tags)).map(({ coordinate }) => coordinate);
    },
  },
  SchemaField: {
    glossary: ({ coordinate }: FieldRow, _: object, { loaders: { search } }: Context) =>
      search.termsOfField.load(coordinate),
  },
  DataProduct: {
    glossary: ({ id }: ProductRow, _: object, { loaders: { search } }: Context) => search.termsOfProduct.load(id),
  },
};
