// A data product as a person reads it at the prompt.
import { textTable } from '../../text-table.ts';

export interface Product {
  readonly dataProduct: ShownProduct | null;
  readonly lineage: ProductLineage | null;
}

export interface ShownProduct {
  readonly urn: string;
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly description: string | null;
  readonly domain: { readonly slug: string };
  readonly owners: readonly { readonly name: string; readonly onCall: string | null }[] | null;
  readonly entities: readonly string[];
  readonly health: { readonly status: string; readonly reasons: readonly string[] } | null;
  readonly contracts: readonly { readonly current: { readonly version: string; readonly registeredAt: string } }[];
  readonly slas: readonly Promise[] | null;
  readonly consumers: { readonly nodes: readonly { readonly id: string; readonly kind: string }[] } | null;
}

interface Promise {
  readonly id: string;
  readonly element: string | null;
  readonly status: string;
  readonly observed: number | null;
  readonly unit: string;
  readonly objective: { readonly threshold: number; readonly unit: string; readonly target: number };
}

export interface ProductLineage {
  readonly complete: boolean;
  readonly nodes: readonly { readonly urn: string; readonly kind: string; readonly label: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** Ends in a newline. */
export function textOfProduct(product: ShownProduct, lineage: ProductLineage | null): string {
  const { name, urn, kind, status, description, domain, entities, contracts, health } = product;
  const facts: Readonly<Record<string, string>> = {
    product: urn,
    domain: domain.slug,
    kind: `${kind}, ${status}`,
    version: contracts
      .map(({ current }) => `${current.version} (since ${current.registeredAt.slice(0, 10)})`)
      .join(', '),
    owners: listed(product.owners, ({ name: team, onCall }) =>
      onCall === null ? team : `${team} (on call: ${onCall})`,
    ),
    entities: entities.join(', '),
    health: health === null ? 'not shown to you' : [health.status, ...health.reasons].join('; '),
    consumers: listed(product.consumers?.nodes, ({ id, kind: sort }) => `${id} (${sort.toLowerCase()})`),
  };
  const lines = Object.entries(facts).map(([title, text]) => `${title.padEnd(12)}${text || 'none'}\n`);
  return [
    `${name}\n`,
    description ? `${description}\n` : '',
    '\n',
    ...lines,
    promises(product.slas),
    neighbours(urn, lineage),
  ].join('');
}

function listed<Item>(items: readonly Item[] | null | undefined, print: (item: Item) => string): string {
  return items ? items.map(print).join(', ') : 'not shown to you';
}

function promises(slas: readonly Promise[] | null): string {
  if (slas === null || slas.length === 0) return '\nNothing is promised.\n';
  const table = textTable(slas, {
    promise: ({ id }) => id,
    about: ({ element }) => element ?? 'the product',
    status: ({ status }) => status,
    promised: ({ objective }) => promised(objective),
    now: ({ observed, unit }) => (observed === null ? 'not known' : `${rounded(observed)} ${unit}`),
  });
  return `\n${table}`;
}

/** A target of 1 is what everybody thinks of anyway. */
function promised({ threshold, unit, target }: Promise['objective']): string {
  return target === 1 ? `${threshold} ${unit}` : `${threshold} ${unit} for ${rounded(target * 100)} % of the time`;
}

function rounded(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

/** Other products that this one is made from, and that are made from it. */
function neighbours(urn: string, lineage: ProductLineage | null): string {
  if (lineage === null) return '\nIts lineage is not shown to you.\n';
  const products = lineage.nodes.filter(({ kind, urn: other }) => kind === 'PRODUCT' && other !== urn);
  const on = (side: (other: string) => boolean) => products.filter((node) => side(node.urn)).map(({ label }) => label);
  const leadsTo = (from: string, to: string) => reaches(lineage, from, to);
  const from = on((other) => leadsTo(other, urn));
  const to = on((other) => leadsTo(urn, other));
  const more = lineage.complete ? '' : 'There is more: gordian lineage show '.concat(urn, '\n');
  return `\nmade from   ${from.join(', ') || 'no other product'}\nfeeds       ${to.join(', ') || 'no other product'}\n${more}`;
}

function reaches({ edges }: ProductLineage, from: string, to: string): boolean {
  const seen = new Set([from]);
  for (const urn of seen) for (const edge of edges) if (edge.from === urn) seen.add(edge.to);
  return seen.has(to);
}
