// What has to be asked about a shape, worked out once and kept as long as the policy: per field its rules, and which rules are
// distinct. What came of it is kept here as well, by the verdicts and never by the caller.
import type { GraphQLField } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { CompiledPolicy, Door, Guarded } from '../../policies/compiler/compiled-policy.ts';
import { decidedByCallerAlone } from '../../policies/decide/decisions.ts';
import type { FieldShape, OperationShape, SelectionShape } from '../operation/shape.ts';
import type { AuthorizedOperation } from './authorized-operation.ts';

export interface CheckedShape {
  readonly shape: OperationShape;
  /** By slot. */
  readonly checks: readonly FieldCheck[];
  /** The object types in the shape whose rows are guarded, by name. */
  readonly types: ReadonlyMap<string, Guarded>;
  /** One of each kind of guard; null when more than the caller decides: arguments or rows. */
  readonly distinct: readonly Guarded[] | null;
  /** By key; few, for they differ by what a caller may see, not by who it is. */
  readonly operations: LRUCache<string, AuthorizedOperation>;
  /** The same by what the distinct guards said. */
  readonly byOutcomes: LRUCache<string, AuthorizedOperation>;
}

export interface FieldCheck {
  readonly guarded: Guarded;
  readonly definition: GraphQLField<unknown, unknown>;
  /** True when the caller alone decides, whatever the arguments. */
  readonly isPlain: boolean;
}

const maximumOperations = 64;
const checkedShapes = new WeakMap<CompiledPolicy, WeakMap<OperationShape, CheckedShape>>();

export function checkedShapeOf(policy: CompiledPolicy, shape: OperationShape): CheckedShape {
  const ofPolicy = checkedShapes.get(policy) ?? new WeakMap<OperationShape, CheckedShape>();
  checkedShapes.set(policy, ofPolicy);
  const checked = ofPolicy.get(shape) ?? checkShape(policy, shape);
  ofPolicy.set(shape, checked);
  return checked;
}

function checkShape(policy: CompiledPolicy, shape: OperationShape): CheckedShape {
  const checks = shape.fields.map((field) => checkOf(policy, field));
  const types = guardedTypes(policy, shape);
  const isDecidedByCaller = types.size === 0 && checks.every(({ isPlain }) => isPlain);
  return {
    shape,
    checks,
    types,
    distinct: isDecidedByCaller ? distinctOf(checks) : null,
    operations: new LRUCache({ max: maximumOperations }),
    byOutcomes: new LRUCache({ max: maximumOperations }),
  };
}

function checkOf(policy: CompiledPolicy, { parentType, name, coordinate }: FieldShape): FieldCheck {
  const definition = parentType.getFields()[name]!;
  const guarded = policy.rulesOf(coordinate);
  return { guarded, definition, isPlain: decidedByCallerAlone(guarded.door, definition) };
}

function distinctOf(checks: readonly FieldCheck[]): readonly Guarded[] {
  const byDoor = new Map<Door, Guarded>();
  for (const { guarded } of checks) if (!byDoor.has(guarded.door)) byDoor.set(guarded.door, guarded);
  return [...byDoor.values()];
}

function guardedTypes(policy: CompiledPolicy, { root }: OperationShape): ReadonlyMap<string, Guarded> {
  const found = new Map<string, Guarded>();
  for (const { byType } of selectionsIn(root))
    for (const typeName of byType.keys()) {
      const guarded = policy.rowsOf(typeName);
      if (guarded) found.set(typeName, guarded);
    }
  return found;
}

/** A set visits what is added while it is walked, and a selection that several fields share only once. */
function selectionsIn(root: SelectionShape): ReadonlySet<SelectionShape> {
  const found = new Set([root]);
  for (const { byType, deferred } of found) {
    for (const { selection } of deferred) found.add(selection);
    for (const { selection } of [...byType.values()].flat()) if (selection) found.add(selection);
  }
  return found;
}
