// What the graph says of everything that carries a tag: where it is, who saw it, where it gets to. Asked as whoever wants the report, with
// the rights of that person: what these do not open stands in the report as not known.
import type { GraphOptions, GraphPrompt } from '../graph-prompt.ts';

export interface TaggedField {
  readonly coordinate: string;
  /** `customers/customer-profile` */
  readonly product: string;
  readonly domain: string;
  readonly owners: readonly string[];
  readonly contractVersion: string;
  readonly level: string;
  readonly tags: readonly string[];
  /** ISO-8601 duration of the contract. */
  readonly retention: string | null;
  /** Columns that it comes from, by lineage. */
  readonly columns: readonly string[];
  /** Fields that are made from it, in any number of hops. */
  readonly feeds: readonly string[];
  /** False when the walk over the lineage was cut. */
  readonly complete: boolean;
  readonly sightings: readonly Sighting[];
  /** Whether more have seen it than are listed. */
  readonly moreSightings: boolean;
}

export interface Sighting {
  readonly actor: string;
  readonly issuer: string | null;
  readonly verdict: 'SHOWN' | 'MASKED' | 'USED';
  readonly firstAt: string;
  readonly lastAt: string;
}

export interface UnmaskedPath {
  readonly nodes: readonly string[];
}

export interface ProductRetention {
  readonly product: string;
  /** What the service level says, `365 d`. */
  readonly promise: string;
}

export interface AskedCompliance {
  readonly fields: readonly TaggedField[];
  readonly retentions: readonly ProductRetention[];
  readonly paths: readonly UnmaskedPath[];
  /** False where there are more paths than are listed. */
  readonly pathsComplete: boolean;
}

export interface Period {
  readonly from: Date;
  readonly to: Date;
}

interface ProductNode {
  readonly urn: string;
  readonly domain: { readonly slug: string };
  readonly owners: readonly { readonly name: string }[] | null;
  readonly contracts: readonly {
    readonly current: { readonly version: string; readonly fields: readonly FieldNode[] | null };
  }[];
  readonly slas:
    | readonly { readonly kind: string; readonly objective: { readonly threshold: number; readonly unit: string } }[]
    | null;
}

interface FieldNode {
  readonly coordinate: string;
  readonly classification: {
    readonly level: string;
    readonly tags: readonly string[];
    readonly retention: string | null;
  } | null;
}

const productsQuery = `query ($after: String) { dataProducts(first: 20, after: $after) { pageInfo { hasNextPage endCursor } nodes {
  urn domain { slug } owners { name } slas { kind objective { threshold unit } }
  contracts { current { version fields(first: 1000) { coordinate classification { level tags retention } } } } } } }`;
const fieldQuery = `query ($coordinate: SchemaCoordinate!) {
  field(coordinate: $coordinate) {
    sources: lineage(direction: UPSTREAM, depth: 10) { complete nodes { kind urn } }
    uses: lineage(direction: DOWNSTREAM, depth: 10) { complete nodes { kind coordinate } } } }`;
const sightingsQuery = `query ($coordinate: SchemaCoordinate!, $from: DateTime!, $to: DateTime!, $first: Int!) {
  whoSaw(coordinate: $coordinate, from: $from, to: $to, first: $first) { actor issuer verdict firstAt lastAt } }`;
const pathsQuery = `query ($tag: String!, $max: Int!) { unmaskedPaths(tag: $tag, max: $max) { complete paths { nodes { urn } } } }`;

const sightingsPerPage = 100;
const maxPages = 100;
const maxPaths = 100;

/** @throws GordianError with the code of the first error: without the audit there is no report */
export async function askCompliance(
  { ask }: Pick<GraphPrompt, 'ask'>,
  options: GraphOptions,
  tag: string,
  { from, to }: Period,
): Promise<AskedCompliance> {
  const products = await allProducts(ask, options);
  const fields: TaggedField[] = [];
  for (const found of products.flatMap((product) => taggedIn(product, tag))) {
    const { coordinate } = found;
    const { field } = await ask<AskedField>(options, fieldQuery, { coordinate });
    fields.push({ ...found, ...readLineage(field), ...(await allSightings(ask, options, coordinate, { from, to })) });
  }
  const { unmaskedPaths } = await ask<AskedPaths>(options, pathsQuery, { tag, max: maxPaths });
  const names = new Set(fields.map(({ product }) => product));
  return {
    fields,
    retentions: products.flatMap(retentionsOf).filter(({ product }) => names.has(product)),
    paths: unmaskedPaths.paths.map(({ nodes }) => ({ nodes: nodes.map(({ urn }) => urn) })),
    pathsComplete: unmaskedPaths.complete,
  };
}

interface AskedField {
  readonly field: {
    readonly sources: { readonly complete: boolean; readonly nodes: readonly { kind: string; urn: string }[] };
    readonly uses: {
      readonly complete: boolean;
      readonly nodes: readonly { kind: string; coordinate: string | null }[];
    };
  } | null;
}

interface AskedPaths {
  readonly unmaskedPaths: {
    readonly complete: boolean;
    readonly paths: readonly { readonly nodes: readonly { readonly urn: string }[] }[];
  };
}

async function allProducts(ask: GraphPrompt['ask'], options: GraphOptions): Promise<ProductNode[]> {
  const products: ProductNode[] = [];
  let after: string | null = null;
  do {
    const page: Page = await ask<Page>(options, productsQuery, { after });
    products.push(...page.dataProducts.nodes);
    after = page.dataProducts.pageInfo.hasNextPage ? page.dataProducts.pageInfo.endCursor : null;
  } while (after !== null);
  return products;
}

interface Page {
  readonly dataProducts: {
    readonly nodes: readonly ProductNode[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

type FoundField = Omit<TaggedField, 'columns' | 'feeds' | 'complete' | 'sightings' | 'moreSightings'>;

/** `pii` stands for `pii.email` as well. */
function taggedIn({ urn, domain, owners, contracts }: ProductNode, tag: string): FoundField[] {
  const isMeant = (other: string) => other === tag || other.startsWith(`${tag}.`);
  return contracts.flatMap(({ current: { version, fields } }) =>
    (fields ?? []).flatMap(({ coordinate, classification }) => {
      if (!classification?.tags.some(isMeant)) return [];
      const { level, tags, retention } = classification;
      const owner = { product: productOf(urn), domain: domain.slug, owners: (owners ?? []).map(({ name }) => name) };
      return [{ coordinate, ...owner, contractVersion: version, level, tags, retention }];
    }),
  );
}

function readLineage(field: AskedField['field']): Pick<TaggedField, 'columns' | 'feeds' | 'complete'> {
  const { sources, uses } = field ?? { sources: unknownLineage, uses: unknownLineage };
  const fed = uses.nodes.slice(1).filter(({ kind }) => kind === 'GRAPHQL_FIELD');
  return {
    columns: sources.nodes.filter(({ kind }) => kind === 'COLUMN').map(({ urn }) => urn),
    feeds: fed.flatMap(({ coordinate }) => coordinate ?? []),
    complete: sources.complete && uses.complete,
  };
}

/** The latest come first, so that the next page is what was last seen before; whoever was on a page already keeps what it says. */
async function allSightings(
  ask: GraphPrompt['ask'],
  options: GraphOptions,
  coordinate: string,
  { from, to }: Period,
): Promise<Pick<TaggedField, 'sightings' | 'moreSightings'>> {
  const found = new Map<string, Sighting>();
  let end = to;
  for (let page = 0; page < maxPages; page++) {
    const { whoSaw } = await ask<{ whoSaw: readonly Sighting[] }>(options, sightingsQuery, {
      coordinate,
      from: from.toISOString(),
      to: end.toISOString(),
      first: sightingsPerPage,
    });
    const known = found.size;
    for (const sighting of whoSaw) {
      const key = JSON.stringify([sighting.issuer, sighting.actor, sighting.verdict]);
      if (!found.has(key)) found.set(key, sighting);
    }
    if (whoSaw.length < sightingsPerPage) return { sightings: [...found.values()], moreSightings: false };
    if (found.size === known) break;
    end = new Date(new Date(whoSaw.at(-1)!.lastAt).getTime() + 1);
  }
  return { sightings: [...found.values()], moreSightings: true };
}

const unknownLineage = { complete: false, nodes: [] };

function retentionsOf({ urn, slas }: ProductNode): ProductRetention[] {
  return (slas ?? [])
    .filter(({ kind }) => kind === 'RETENTION')
    .map(({ objective: { threshold, unit } }) => ({ product: productOf(urn), promise: `${threshold} ${unit}` }));
}

function productOf(urn: string): string {
  return urn.replace('gordian:product:', '');
}
