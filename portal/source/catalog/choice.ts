// What the viewer has chosen of the catalogue, as it stands in the address, and what that leaves of the products. Pure.

import type { LifecycleStatus, ProductKind } from '../generated/product.ts';
import { kindWords, lifecycleWords } from '../product/product-words.ts';

/** What is empty is not chosen. */
export interface Choice {
  readonly q: string;
  readonly domain: string;
  readonly kind: ProductKind | '';
  readonly status: LifecycleStatus | '';
  readonly sort: string;
}

export const choiceNames = ['q', 'domain', 'kind', 'status', 'sort'] as const;

export interface Sortable {
  readonly name: string;
  readonly kind: string;
  readonly status: string;
  readonly domain: { readonly slug: string };
  readonly trust: { readonly score: number } | null;
}

/** Addresses are written by hand as well: a kind or a state that there is none of is no choice. */
export function choiceIn(search: URLSearchParams): Choice {
  const [q, domain, kind, status, sort] = choiceNames.map((name) => search.get(name) ?? '');
  return {
    q: q!,
    domain: domain!,
    kind: isKeyOf(kindWords, kind!) ? kind : '',
    status: isKeyOf(lifecycleWords, status!) ? status : '',
    sort: sort!,
  };
}

function isKeyOf<Key extends string>(words: Readonly<Record<Key, unknown>>, text: string): text is Key {
  return Object.hasOwn(words, text);
}

export function isNarrowed(choice: Choice): boolean {
  return choice.q !== '' || isFiltered(choice);
}

/** Whether something of what is found is left out. */
export function isFiltered({ domain, kind, status }: Choice): boolean {
  return [domain, kind, status].some((value) => value !== '');
}

export function matches({ domain, kind, status }: Choice, product: Sortable): boolean {
  return (
    (domain === '' || product.domain.slug === domain) &&
    (kind === '' || product.kind === kind) &&
    (status === '' || product.status === status)
  );
}

/** Whether something of a product is left: kinds and states are those of products. @param product its id, `orders/orders` */
export function matchesPart({ domain, kind, status }: Choice, product: string): boolean {
  return kind === '' && status === '' && (domain === '' || product.startsWith(`${domain}/`));
}

/** What is not known to be trusted comes last; without an order, as it was given. */
export function inOrder<Product extends Sortable>(products: readonly Product[], sort: string): readonly Product[] {
  if (sort === 'trust') return products.toSorted((one, other) => (other.trust?.score ?? -1) - (one.trust?.score ?? -1));
  if (sort === 'name') return products.toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
  return products;
}
