// What an answer says besides its data: fields that were denied and why, parts that failed, and the data products it
// came from. Pure functions over the JSON of a response.

import { denialCodes } from '../graph/problem.ts';

export interface ExecutionError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface ExecutionBody {
  readonly data?: unknown;
  readonly errors?: readonly ExecutionError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** One rule that denied one field, wherever in the answer the field was asked for. */
export interface Denial {
  readonly coordinate: string;
  readonly code: string;
  readonly reason: string;
  /** Whether somebody could grant it. */
  readonly requestable: boolean;
  /** Where in the answer, list positions left out: `customer.orders.nodes[].profit`. */
  readonly places: readonly string[];
  /** How many values of the answer are missing because of it. */
  readonly times: number;
}

export interface Failure {
  readonly message: string;
  readonly code: string | null;
  readonly path: string | null;
}

/** A data product in the answer, as its `provenance` fields describe it. */
export interface AnswerProduct {
  readonly name: string;
  readonly owners: readonly string[];
  readonly contractVersion: string | null;
  /** Age of the oldest part, in seconds; null when the answer does not say. */
  readonly ageSeconds: number | null;
  /** False as soon as one part is older than its contract promises. */
  readonly fresh: boolean | null;
}

export interface Findings {
  readonly denied: readonly Denial[];
  readonly failed: readonly Failure[];
  readonly products: readonly AnswerProduct[];
}

export function findingsIn(body: ExecutionBody): Findings {
  return { denied: denialsIn(body), failed: failuresIn(body), products: productsIn(body) };
}

export function denialsIn(body: ExecutionBody): Denial[] {
  const denials = new Map<string, Denial>();
  for (const denial of (body.errors ?? []).filter(isDenial).map(toDenial)) {
    const key = JSON.stringify([denial.coordinate, denial.code, denial.reason]);
    const known = denials.get(key);
    denials.set(key, known ? together(known, denial) : denial);
  }
  return [...denials.values()];
}

export function failuresIn(body: ExecutionBody): Failure[] {
  return (body.errors ?? []).filter((error) => !isDenial(error)).map(toFailure);
}

export function productsIn(body: ExecutionBody): AnswerProduct[] {
  const products = new Map<string, AnswerProduct>();
  for (const product of provenancesIn(body.data).map(toProduct)) {
    const key = JSON.stringify([product.name, product.contractVersion]);
    const known = products.get(key);
    products.set(key, known ? worseOf(known, product) : product);
  }
  return [...products.values()];
}

/** A refusal of the whole request has no path: it is a failure, and its message says what to do. */
function isDenial({ path, extensions }: ExecutionError): boolean {
  return path !== undefined && denialCodes.has(String(extensions?.code));
}

function toDenial({ message, path = [], extensions = {} }: ExecutionError): Denial {
  return {
    coordinate: String(extensions.coordinate ?? path.filter((part) => typeof part === 'string').join('.')),
    code: String(extensions.code),
    reason: String(extensions.reason ?? message),
    requestable: extensions.requestable === true,
    places: [placeOf(path)],
    times: 1,
  };
}

function together(a: Denial, b: Denial): Denial {
  return { ...a, places: [...new Set([...a.places, ...b.places])], times: a.times + b.times };
}

function placeOf(path: readonly (string | number)[]): string {
  return path
    .map((part) => (typeof part === 'number' ? '[]' : `.${part}`))
    .join('')
    .slice(1);
}

function toFailure({ message, path, extensions }: ExecutionError): Failure {
  return { message, code: extensions?.code ? String(extensions.code) : null, path: path ? path.join('.') : null };
}

type Json = Readonly<Record<string, unknown>>;

/** Found by shape, not by name, so that an alias hides nothing: an object with a named product beside its freshness or contract. */
function provenancesIn(value: unknown): Json[] {
  if (Array.isArray(value)) return value.flatMap(provenancesIn);
  if (!isObject(value)) return [];
  const inside = Object.values(value).flatMap(provenancesIn);
  return isProvenance(value) ? [value, ...inside] : inside;
}

function isProvenance(value: Json): boolean {
  return (
    isObject(value.product) &&
    'name' in value.product &&
    ('contract' in value || 'fresh' in value || 'ageSeconds' in value)
  );
}

function toProduct(provenance: Json): AnswerProduct {
  const product = provenance.product as Json;
  const owners = Array.isArray(product.owners) ? product.owners : [];
  const contract = isObject(provenance.contract) ? provenance.contract : {};
  return {
    name: String(product.name),
    owners: owners.filter(isObject).map((owner) => String(owner.name)),
    contractVersion: typeof contract.version === 'string' ? contract.version : null,
    ageSeconds: typeof provenance.ageSeconds === 'number' ? provenance.ageSeconds : null,
    fresh: typeof provenance.fresh === 'boolean' ? provenance.fresh : null,
  };
}

function worseOf(a: AnswerProduct, b: AnswerProduct): AnswerProduct {
  const ages = [a.ageSeconds, b.ageSeconds].filter((age) => age !== null);
  return {
    ...a,
    owners: a.owners.length > 0 ? a.owners : b.owners,
    ageSeconds: ages.length > 0 ? Math.max(...ages) : null,
    fresh: a.fresh === false || b.fresh === false ? false : (a.fresh ?? b.fresh),
  };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
