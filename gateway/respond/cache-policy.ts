// How long an answer may be kept, and by whom, from the hints of the fields that it is made of: as short as the shortest, and by
// nobody when a field does not say. Worked out once per authorized operation, from what is asked and not from what comes back.
import { getNamedType, isCompositeType } from 'graphql';
import type { Caller } from '../../kit/caller.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import { decidedByCallerAlone } from '../../policies/decide/decisions.ts';
import type { CacheHints } from '../../schema/cache-hints.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { FieldShape } from '../operation/shape.ts';
import type { Planner } from '../plan/planner.ts';
import type { GraphQLAnswer } from './respond.ts';

/** Adds the header when the answer may be kept: it has no errors, and nothing in it is about the request. */
export function withCacheControl(
  answer: GraphQLAnswer,
  authorized: AuthorizedOperation,
  caller: Caller,
  { policy, planner }: { readonly policy: CompiledPolicy; readonly planner: Pick<Planner, 'cacheHints'> },
): GraphQLAnswer {
  if (answer.errors?.length || answer.extensions) return answer;
  const allowed = cachePolicyOf(authorized, policy, planner.cacheHints);
  if (!allowed) return answer;
  return { ...answer, cacheControl: caller.subject === null ? allowed.anonymous : allowed.identified };
}

export interface CachePolicy {
  /** The header for a caller without a token. */
  readonly anonymous: string;
  /** The header for every other caller. */
  readonly identified: string;
}

const policies = new WeakMap<AuthorizedOperation, CachePolicy | null>();

/** @returns null when nobody may keep the answer */
export function cachePolicyOf(
  authorized: AuthorizedOperation,
  policy: CompiledPolicy,
  hints: CacheHints,
): CachePolicy | null {
  const known = policies.get(authorized);
  if (known !== undefined) return known;
  const made = hints.size === 0 ? null : makePolicy(authorized, policy, hints);
  policies.set(authorized, made);
  return made;
}

function makePolicy(
  { shape, verdicts, rows }: AuthorizedOperation,
  policy: CompiledPolicy,
  hints: CacheHints,
): CachePolicy | null {
  // A copy grows older than @fresh allows.
  if (shape.kind !== 'query' || shape.fields.length === 0 || shape.demandsFreshness) return null;
  // What a rule has allowed it may deny in a moment; a copy would outlive that.
  if (rows || verdicts.some(Boolean) || !shape.fields.every((field) => isOpen(field, policy))) return null;
  const root = shape.schema.getQueryType()!;
  const limits = shape.fields.map((field) => limitOf(field, hints, field.parentType === root));
  const maxAge = Math.min(...limits.map((limit) => limit.maxAge));
  if (maxAge === 0 || maxAge === Number.POSITIVE_INFINITY) return null;
  const isPublic = !limits.some(({ isPrivate }) => isPrivate);
  const identified = `max-age=${maxAge}, private`;
  return { anonymous: isPublic ? `max-age=${maxAge}, public` : identified, identified };
}

interface Limit {
  /** Infinity: as long as the object that has the field. */
  readonly maxAge: number;
  readonly isPrivate: boolean;
}

/**
 * As Apollo defines it: what the field says of age and scope, or else its type; without an age, a root field or one that leads to objects may
 * not be kept, and a leaf is kept as long as its object. `inheritMaxAge` makes a field that leads to objects like a leaf.
 */
function limitOf({ coordinate, type }: FieldShape, hints: CacheHints, isRoot: boolean): Limit {
  const inner = getNamedType(type);
  const ofField = hints.get(coordinate);
  const ofType = isCompositeType(inner) ? hints.get(inner.name) : undefined;
  const inherits = !isRoot && (!isCompositeType(inner) || ofField?.inheritMaxAge || ofType?.inheritMaxAge);
  const maxAge = ofField?.maxAge ?? ofType?.maxAge ?? (inherits ? Number.POSITIVE_INFINITY : 0);
  return { maxAge, isPrivate: (ofField?.scope ?? ofType?.scope) === 'PRIVATE' };
}

/** No rule looks at the caller, neither for the field, nor for what its arguments may set, nor for the object. */
function isOpen({ coordinate, parentType, name }: FieldShape, policy: CompiledPolicy): boolean {
  const { door } = policy.rulesOf(coordinate);
  if (policy.rowsOf(parentType.name) !== undefined) return false;
  return door.conjuncts.length === 0 && door.mask === null && decidedByCallerAlone(door, parentType.getFields()[name]!);
}
