// The SQL of searching.
import { type Page, pageValues } from '../../../kit/connection.ts';
import type { SortOrder } from '../../../kit/cursor.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { productUrn } from '../../../schema/contract/contract.ts';

export type SearchKind = 'PRODUCT' | 'FIELD' | 'DOMAIN' | 'TERM';

export interface FoundRow {
  readonly id: number;
  readonly kind: SearchKind;
  /** The URN, coordinate, slug or id of the term. */
  readonly ref: string;
  /** Null for a domain. */
  readonly productUrn: string | null;
  readonly words: string;
  readonly tags: readonly string[];
  readonly description: string | null;
  /** In millionths, whole because a page begins after it. */
  readonly score: number;
}

export interface NewTerm {
  readonly id: string;
  readonly term: string;
  readonly definition: string | null;
  readonly productUrn: string;
  readonly coordinates: readonly string[];
}

export const bestFirst: SortOrder = { name: 'SEARCH_BEST', columns: ['number', 'number'] };

const wordsIn = (name: string) =>
  `lower(trim(regexp_replace(regexp_replace(${name}, '([[:lower:][:digit:]])([[:upper:]])', '\\1 \\2', 'g'), '[^[:alnum:]]+', ' ', 'g')))`;

/** Fields of connections and edges are the same everywhere, and nobody looks for them. */
const plumbing = '^(PageInfo|[[:alnum:]_]+(Connection|Edge))[.]';

/** Makes what is found say what the catalogue says. Writes only what differs. */
export async function refreshItems(transaction: Queries): Promise<void> {
  const prefix = productUrn('').length + 1;
  await transaction.query(`
    CREATE TEMPORARY TABLE wanted_item ON COMMIT DROP AS
      SELECT 'PRODUCT' AS kind, urn AS ref, id AS product_id, ${wordsIn(`name || ' ' || substr(urn, ${prefix})`)} AS words,
        tags, description FROM product
      UNION ALL SELECT 'FIELD', coordinate, product_id, ${wordsIn('coordinate')}, tags, description
        FROM field WHERE valid_to = 'infinity' AND coordinate !~ '${plumbing}'
      UNION ALL SELECT 'DOMAIN', slug, NULL, ${wordsIn(`name || ' ' || slug`)}, '{}', capability FROM domain
      UNION ALL SELECT 'TERM', id, product_id, ${wordsIn('term')}, '{}', definition FROM glossary_term`);
  await transaction.query(`
    DELETE FROM search_item WHERE NOT EXISTS
      (SELECT FROM wanted_item WHERE wanted_item.kind = search_item.kind AND wanted_item.ref = search_item.ref)`);
  await transaction.query(`
    INSERT INTO search_item (kind, ref, product_id, words, tags, description, document)
    SELECT kind, ref, product_id, words, tags, description,
      setweight(to_tsvector('english', words), 'A')
        || setweight(to_tsvector('english', translate(array_to_string(tags, ' '), '.-_', '   ')), 'B')
        || setweight(to_tsvector('english', coalesce(description, '')), 'C')
    FROM wanted_item
    ON CONFLICT (kind, ref) DO UPDATE SET product_id = excluded.product_id, words = excluded.words, tags = excluded.tags,
      description = excluded.description, document = excluded.document
    WHERE (search_item.product_id, search_item.words, search_item.tags, search_item.description)
      IS DISTINCT FROM (excluded.product_id, excluded.words, excluded.tags, excluded.description)`);
  await transaction.query('DROP TABLE wanted_item');
}

export async function replaceTerms(transaction: Queries, terms: readonly NewTerm[]): Promise<void> {
  const rows = JSON.stringify(terms);
  await transaction.query('DELETE FROM glossary_term WHERE id <> ALL($1)', [terms.map(({ id }) => id)]);
  await transaction.query(
    `INSERT INTO glossary_term (id, term, definition, product_id)
     SELECT t.id, t.term, t.definition, product.id
     FROM jsonb_to_recordset($1) AS t (id text, term text, definition text, "productUrn" text)
     JOIN product ON product.urn = t."productUrn"
     ON CONFLICT (id) DO UPDATE SET term = excluded.term, definition = excluded.definition, product_id = excluded.product_id`,
    [rows],
  );
  await transaction.query('DELETE FROM glossary_use');
  await transaction.query(
    `INSERT INTO glossary_use (term_id, coordinate)
     SELECT t.id, coordinate FROM jsonb_to_recordset($1) AS t (id text, coordinates text[]), unnest(t.coordinates) AS coordinate`,
    [rows],
  );
}

export interface Wanted {
  /** Letters and digits only. */
  readonly tokens: readonly string[];
  readonly kinds: readonly SearchKind[];
  /** Fields tagged `secret` that may be found all the same. */
  readonly knownSecrets: readonly string[];
  /** Fields that may not be found, whatever their tags. */
  readonly unknown: readonly string[];
  /** From which similarity of its trigrams on a word passes for another: 0 to 1. */
  readonly similarity: number;
}

/** From this length on, a word may be misspelt. */
const minSimilarLength = 4;

/**
 * Every word has to be found: at the beginning of one of the item's, in another form of it, or misspelt in its name. Each is
 * looked up in its index alone: of several conditions in one, Postgres thinks that reading everything is cheaper.
 */
function itemsThatFit(tokens: readonly string[], firstParameter: number): string {
  return tokens
    .map((token, index) => {
      const at = firstParameter + index;
      const exact = `SELECT id FROM search_item WHERE document @@ to_tsquery('english', $${at} || ':*')`;
      return token.length < minSimilarLength
        ? `(${exact})`
        : `(${exact} UNION SELECT id FROM search_item WHERE $${at} <% words)`;
    })
    .join(' INTERSECT ');
}

/** Of the parameters: what goes before are the kinds and what may be found. */
const firstToken = 4;

function found({ tokens, kinds, knownSecrets, unknown }: Wanted): {
  readonly from: string;
  readonly values: unknown[];
} {
  return {
    from: `search_item WHERE id = ANY (ARRAY(${itemsThatFit(tokens, firstToken)}))
      AND kind = ANY($1) AND (NOT 'secret' = ANY (tags) OR ref = ANY($2))
      AND NOT (kind = 'FIELD' AND ref = ANY($3))`,
    values: [kinds, knownSecrets, unknown, ...tokens],
  };
}

/** The operator of the index reads it from the session. */
async function allowSlips(transaction: Queries, { similarity }: Wanted): Promise<void> {
  await transaction.query(`SELECT set_config('pg_trgm.word_similarity_threshold', $1, true)`, [String(similarity)]);
}

export function searchItems(database: Database, wanted: Wanted, page: Page): Promise<FoundRow[]> {
  const { from, values } = found(wanted);
  const next = values.length + 1;
  const any = wanted.tokens.map((_, index) => `$${index + firstToken} || ':*'`).join(` || ' | ' || `);
  const similarity = wanted.tokens.map((_, index) => `word_similarity($${index + firstToken}, words)`).join(' + ');
  // Short names are about what they name; products and domains are where one begins.
  const score = `ts_rank(document, to_tsquery('english', ${any})) + (${similarity}) / ${wanted.tokens.length}
    + 0.5 / (1 + length(words) - length(replace(words, ' ', '')))
    + CASE kind WHEN 'PRODUCT' THEN 0.3 WHEN 'DOMAIN' THEN 0.2 WHEN 'TERM' THEN 0.2 ELSE 0 END`;
  const statement = `SELECT ranked.*, product.urn AS "productUrn" FROM (
       SELECT id, kind, ref, product_id, words, tags, description, (1000000 * (${score}))::bigint AS score FROM ${from}
     ) AS ranked LEFT JOIN product ON product.id = product_id
     WHERE $${next}::bigint IS NULL OR score < $${next} OR (score = $${next} AND ranked.id > $${next + 1}::bigint)
     ORDER BY score DESC, ranked.id LIMIT $${next + 2}`;
  return database.transaction(async (transaction) => {
    await allowSlips(transaction, wanted);
    return transaction.query(statement, [...values, ...pageValues(page, bestFirst), page.limit]);
  });
}

export function countItems(database: Database, wanted: Wanted): Promise<number> {
  const { from, values } = found(wanted);
  return database.transaction(async (transaction) => {
    await allowSlips(transaction, wanted);
    const [row] = await transaction.query<{ count: number }>(`SELECT count(*) AS count FROM ${from}`, values);
    return row!.count;
  });
}

export async function secretCoordinates(database: Queries): Promise<string[]> {
  const rows = await database.query<{ coordinate: string }>(
    `SELECT coordinate FROM field WHERE tags @> '{secret}' AND valid_to = 'infinity'`,
  );
  return rows.map(({ coordinate }) => coordinate);
}

export async function insertSearch(
  database: Queries,
  { id, at, products }: { readonly id: string; readonly at: Date; readonly products: readonly string[] },
): Promise<void> {
  await database.query('INSERT INTO search_log (search_id, searched_at, products) VALUES ($1, $2, $3)', [
    id,
    at,
    products,
  ]);
}

export interface TermRow {
  readonly id: string;
  readonly term: string;
  readonly definition: string | null;
  readonly productId: number;
}

const termColumns = 'id, term, definition, product_id AS "productId"';

export function termsById(database: Queries, ids: readonly string[]): Promise<TermRow[]> {
  return database.query(`SELECT ${termColumns} FROM glossary_term WHERE id = ANY($1)`, [ids]);
}

export function termsOfFields(
  database: Queries,
  coordinates: readonly string[],
): Promise<(TermRow & { readonly coordinate: string })[]> {
  return database.query(
    `SELECT ${termColumns}, coordinate FROM glossary_use JOIN glossary_term ON id = term_id
     WHERE coordinate = ANY($1) ORDER BY term`,
    [coordinates],
  );
}

/** Fields that a term stands for, each with its tags. */
export function fieldsOfTerms(
  database: Queries,
  ids: readonly string[],
): Promise<{ readonly termId: string; readonly coordinate: string; readonly tags: readonly string[] }[]> {
  return database.query(
    `SELECT term_id AS "termId", coordinate, tags FROM glossary_use JOIN field USING (coordinate)
     WHERE term_id = ANY($1) AND valid_to = 'infinity' ORDER BY coordinate`,
    [ids],
  );
}

export function termsOfProducts(database: Queries, productIds: readonly number[]): Promise<TermRow[]> {
  return database.query(`SELECT ${termColumns} FROM glossary_term WHERE product_id = ANY($1) ORDER BY term`, [
    productIds,
  ]);
}
