// What an operation would read, before it runs: whose products, under which contracts, in which health, and how much of it the caller
// would get. Read like the gateway reads it: on the schema that the caller may know, by the rules that serve.
import { GordianError } from '../../../kit/errors.ts';
import { badInput } from '../../../kit/user-input.ts';
import type { Sensitivity } from '../../../schema/artefact.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { compareLevels } from '../../../schema/contract/strictness.ts';
import type { PolicedGraph } from '../access/known-targets-store.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { type DeprecationRow, deprecationsOf } from '../deprecation/queries.ts';
import { severityRank } from '../freshness/standing.ts';
import type { ProductHealth } from '../health/product-health.ts';
import { readAskedOperation } from './asked-operation.ts';
import { type ExplainedField, explainAccess, typesByRow } from './explain-access.ts';

export interface OperationInput {
  readonly document: string;
  readonly operationName?: string | null;
  /** JSON. */
  readonly variables?: string | null;
}

export interface OperationMetadata {
  readonly name: string | null;
  readonly kind: string;
  readonly fields: readonly ExplainedField[];
  readonly rowFiltered: readonly string[];
  readonly products: readonly ProductRow[];
  readonly deprecations: readonly DeprecationRow[];
  readonly maxSensitivity: Sensitivity | null;
  readonly worst: ProductHealth['status'];
  readonly warnings: readonly string[];
}

/** @throws GordianError NOT_READY while nothing is registered; BAD_USER_INPUT; and what {@link readAskedOperation} throws */
export async function explainOperation(input: OperationInput, context: MetadataContext): Promise<OperationMetadata> {
  const { caller, loaders } = context;
  requireFew(loaders);
  const [graph, { schema }] = await Promise.all([loaders.access.policedGraph(), loaders.access.knowledgeOf(caller)]);
  if (graph === null || schema === null)
    throw new GordianError('NOT_READY', 'Nothing is registered yet that could be asked for.');
  const { document, operationName = null } = input;
  const { operation, fields } = readAskedOperation(schema, document, operationName);
  const asker = { ...graph, caller, variables: readVariables(input.variables ?? null) };
  const explained = await explainAccess(fields, asker);
  const rowFiltered = await typesByRow(fields, asker);
  const read = explained.filter(({ access }) => access !== 'DENY').map(({ coordinate }) => coordinate);
  const products = await productsOf(read, graph, context);
  const healths = await Promise.all(products.map(({ id }) => loaders.health.ofProduct(id)));
  const deprecations = await deprecationsOf(context.database, read);
  return {
    name: operation.name?.value ?? null,
    kind: operation.operation,
    fields: explained,
    rowFiltered,
    products,
    deprecations,
    maxSensitivity: strictestOf(explained, graph),
    worst: worstOf(healths),
    warnings: warningsOf({ explained, rowFiltered, products, healths, deprecations }),
  };
}

/** One document is read in milliseconds; a request may hold hundreds of times the same. */
const maxPerRequest = 5;
const explainedIn = new WeakMap<MetadataContext['loaders'], number>();

function requireFew(loaders: MetadataContext['loaders']): void {
  const count = (explainedIn.get(loaders) ?? 0) + 1;
  explainedIn.set(loaders, count);
  if (count > maxPerRequest)
    throw new GordianError('OPERATION_LIMIT_EXCEEDED', `One request explains ${maxPerRequest} operations at most.`);
}

function readVariables(json: string | null): Readonly<Record<string, unknown>> {
  const variables: unknown = json === null ? {} : parseJson(json);
  if (typeof variables === 'object' && variables !== null && !Array.isArray(variables))
    return variables as Readonly<Record<string, unknown>>;
  throw badInput('variables', 'must be a JSON object');
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function productsOf(
  coordinates: readonly string[],
  { policy }: PolicedGraph,
  { loaders: { catalogue } }: MetadataContext,
): Promise<readonly ProductRow[]> {
  const classified = coordinates.flatMap((coordinate) => policy.rulesOf(coordinate).classification ?? []);
  const names = new Set(classified.filter(({ isShared }) => !isShared).map(({ product }) => product));
  const rows = await Promise.all([...names].sort().map((name) => catalogue.productByUrn.load(productUrn(name))));
  return rows.filter((row) => row !== null);
}

/** Of what the caller would read clear. */
function strictestOf(explained: readonly ExplainedField[], { policy }: PolicedGraph): Sensitivity | null {
  return explained.reduce<Sensitivity | null>((strictest, { coordinate, access }) => {
    const level = policy.rulesOf(coordinate).classification?.level ?? null;
    const isClear = access === 'ALLOW' || access === 'BY_ROW';
    return isClear && compareLevels(level, strictest) > 0 ? level : strictest;
  }, null);
}

function worstOf(healths: readonly ProductHealth[]): ProductHealth['status'] {
  const statuses = healths.map(({ status }) => status);
  return statuses.reduce(
    (worst, next) => (severityRank(next) > severityRank(worst) ? next : worst),
    statuses[0] ?? 'OK',
  );
}

interface Findings {
  readonly explained: readonly ExplainedField[];
  readonly rowFiltered: readonly string[];
  readonly products: readonly ProductRow[];
  readonly healths: readonly ProductHealth[];
  readonly deprecations: readonly DeprecationRow[];
}

/** Nobody reads more. */
const maxWarnings = 50;

function warningsOf({ explained, rowFiltered, products, healths, deprecations }: Findings): readonly string[] {
  const denied = explained.filter(({ access }) => access === 'DENY');
  return [
    ...denied.map(({ coordinate, reason }) => `${coordinate} is denied: ${reason}`),
    ...rowFiltered.map(
      (typeName) => `Not every ${typeName} is for you to see: lists may be shorter than they are for others.`,
    ),
    ...products.flatMap(({ name }, index) => healths[index]!.reasons.map((reason) => `${name}: ${reason}`)),
    ...deprecations.map(({ coordinate, reason }) => `${coordinate} is deprecated: ${reason}`),
  ].slice(0, maxWarnings);
}
