// Enforces @fresh before anything is planned: what is too old is pruned like a denied field, so it costs no fetch. Denied fields come
// first: nothing is said about the age of what the caller may not read.
import { isNonNullType } from 'graphql';
import { LRUCache } from 'lru-cache';
import { GordianError } from '../../kit/errors.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import { readFields } from '../authorize/read-fields.ts';
import type { OnStale } from '../operation/fresh-directive.ts';
import type { FieldShape } from '../operation/shape.ts';
import { ageOfField, isStale, type MeasuredAge, tellsAge } from './age-of-data.ts';
import { type FreshDemand, readFreshDemand } from './fresh-demand.ts';
import { productOf } from './operation-facts.ts';
import type { KnownStanding } from './standing.ts';

export interface FreshnessRequest {
  readonly operation: AuthorizedOperation;
  readonly classifications: SupergraphArtefact['classifications'];
  /** Null: nothing is known yet. */
  readonly standing: KnownStanding | null;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly now: Date;
}

export interface DemandedFreshness {
  /** Without what is not to be fetched; shared by all requests to which the same is too old. */
  readonly operation: AuthorizedOperation;
  /** In the order of the operation. */
  readonly stale: readonly StaleField[];
}

/** A field whose data is too old. */
export interface StaleField {
  readonly field: FieldShape;
  readonly product: string;
  readonly age: MeasuredAge;
  readonly onStale: OnStale;
}

/** @throws GordianError BAD_USER_INPUT where @fresh stands on something of which nobody tells the age */
export function demandFreshness(request: FreshnessRequest): DemandedFreshness {
  const { operation, variables } = request;
  const { root, freshness, demandsFreshness } = operation.shape;
  if (!demandsFreshness) return { operation, stale: [] };
  const ofOperation = freshness.map((directive) => readFreshDemand(directive, variables));
  const stale = new Map<number, StaleField>();
  let isAnyMeasured = false;
  const isRead = ({ slot }: FieldShape) => isFetched(operation.verdicts[slot]) && !isPruned(stale.get(slot));
  for (const field of readFields(root, isRead)) {
    if (!isFetched(operation.verdicts[field.slot])) continue;
    const own = field.freshness.map((directive) => readFreshDemand(directive, variables));
    const measured = own.length > 0 ? requireMeasured(field, own, request) : measure(field, ofOperation, request);
    isAnyMeasured ||= measured.length > 0;
    const [gravest] = measured.filter(({ age }) => isStale(age)).sort(byGravity);
    if (gravest) stale.set(field.slot, gravest);
  }
  if (ofOperation.length > 0 && !isAnyMeasured) throw nobodyTells('any field of this operation');
  return { operation: withoutStale(operation, stale), stale: [...stale.values()] };
}

/** Nothing for a field of whose data nobody tells the age, or which nobody promises where no age is asked for. */
function measure(field: FieldShape, demands: readonly FreshDemand[], request: FreshnessRequest): StaleField[] {
  const product = productOf(request.classifications[field.coordinate]);
  if (product === undefined) return [];
  return demands.flatMap(({ withinSeconds, onStale }) => {
    const age = ageAt(product, field, withinSeconds, request);
    return age === null ? [] : [{ field, product, age, onStale: consequenceFor(field, onStale) }];
  });
}

function ageAt(
  product: string,
  { coordinate }: FieldShape,
  withinSeconds: number | null,
  { standing, now }: FreshnessRequest,
): MeasuredAge | null {
  if (standing === null) return { ageSeconds: null, limitSeconds: withinSeconds };
  const known = standing.products.get(product);
  return known && tellsAge(known) ? ageOfField(known, coordinate, withinSeconds, now) : null;
}

function requireMeasured(
  field: FieldShape,
  demands: readonly FreshDemand[],
  request: FreshnessRequest,
): readonly StaleField[] {
  const measured = measure(field, demands, request);
  if (measured.length < demands.length) throw nobodyTells(field.coordinate);
  return measured;
}

function nobodyTells(what: string): GordianError {
  return new GordianError(
    'BAD_USER_INPUT',
    `Nobody tells how old the data of ${what} is, or what was promised about it. Leave @fresh out there, or name an age with \`within\`.`,
  );
}

/** A null that may not be needs an error that says why. */
function consequenceFor({ type }: FieldShape, onStale: OnStale): OnStale {
  return onStale === 'NULL' && isNonNullType(type) ? 'ERROR' : onStale;
}

const gravity: readonly OnStale[] = ['ERROR', 'NULL', 'WARN'];

function byGravity(one: StaleField, other: StaleField): number {
  return gravity.indexOf(one.onStale) - gravity.indexOf(other.onStale);
}

function isPruned(stale: StaleField | undefined): boolean {
  return stale !== undefined && stale.onStale !== 'WARN';
}

/** Which of its fields are too old at once depends on what clients ask, so it is bounded. */
const maximumVariants = 32;
const variants = new WeakMap<AuthorizedOperation, LRUCache<string, AuthorizedOperation>>();

function withoutStale(operation: AuthorizedOperation, stale: ReadonlyMap<number, StaleField>): AuthorizedOperation {
  const pruned = [...stale.values()].filter(isPruned);
  if (pruned.length === 0) return operation;
  const key = pruned.map(({ field: { slot }, onStale }) => `${slot} stale ${onStale}`).join('\n');
  const known = variants.get(operation) ?? new LRUCache({ max: maximumVariants });
  variants.set(operation, known);
  const variant = known.get(key) ?? prune(operation, pruned, key);
  known.set(key, variant);
  return variant;
}

function prune(operation: AuthorizedOperation, pruned: readonly StaleField[], key: string): AuthorizedOperation {
  const verdicts = [...operation.verdicts];
  for (const { field, onStale } of pruned)
    verdicts[field.slot] = { kind: 'stale', rule: '@fresh', onStale: onStale === 'NULL' ? 'NULL' : 'ERROR' };
  return { ...operation, verdicts, key: `${operation.key}\n${key}` };
}
