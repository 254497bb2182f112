// Authorize: judges every field of an operation for one caller before anything is planned or fetched. What to judge is worked
// out once per shape; a request runs the distinct rules only. Callers with equal verdicts share one AuthorizedOperation.
import type { GraphQLField } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../kit/caller.ts';
import type { CompiledPolicy, Guarded } from '../../policies/compiled-policy.ts';
import { createDecisions, type Decision, type Decisions, decidedByCallerAlone } from '../../policies/decisions.ts';
import type { FaultListener } from '../../policies/evaluate.ts';
import type { Variables } from '../../policies/input-coordinates.ts';
import type { FieldShape, OperationShape, SelectionShape } from '../operation/shape.ts';
import type { AuthorizedOperation, Verdict } from './authorized-operation.ts';

export interface AuthorizeRequest {
  readonly shape: OperationShape;
  readonly policy: CompiledPolicy;
  readonly caller: Caller;
  /** Coerced. */
  readonly variables: Variables;
  /** Told of rules that throw; the caller only hears POLICY_UNAVAILABLE. */
  readonly onFault?: FaultListener;
}

export async function authorize({
  shape,
  policy,
  caller,
  variables,
  onFault = () => {},
}: AuthorizeRequest): Promise<AuthorizedOperation> {
  const checked = checkedShapeOf(policy, shape);
  const verdicts = await judge(checked, createDecisions(policy, caller, onFault), variables);
  const key = keyOf(verdicts);
  const known = checked.outcomes.get(key) ?? { shape, verdicts, key };
  checked.outcomes.set(key, known);
  return known;
}

/** A shape with what has to be asked about each slot. */
interface CheckedShape {
  readonly shape: OperationShape;
  readonly checks: readonly FieldCheck[];
  /** By key; few, for they differ by what a caller may see, not by who it is. */
  readonly outcomes: LRUCache<string, AuthorizedOperation>;
}

interface FieldCheck {
  readonly guarded: Guarded;
  readonly definition: GraphQLField<unknown, unknown>;
  /** True when the caller alone decides, whatever the arguments. */
  readonly isPlain: boolean;
}

const maximumOutcomes = 64;
const checkedShapes = new WeakMap<CompiledPolicy, WeakMap<OperationShape, CheckedShape>>();

function checkedShapeOf(policy: CompiledPolicy, shape: OperationShape): CheckedShape {
  const ofPolicy = checkedShapes.get(policy) ?? new WeakMap<OperationShape, CheckedShape>();
  checkedShapes.set(policy, ofPolicy);
  const checked = ofPolicy.get(shape) ?? {
    shape,
    checks: shape.fields.map((field) => checkOf(policy, field)),
    outcomes: new LRUCache<string, AuthorizedOperation>({ max: maximumOutcomes }),
  };
  ofPolicy.set(shape, checked);
  return checked;
}

function checkOf(policy: CompiledPolicy, { parentType, name, coordinate }: FieldShape): FieldCheck {
  const definition = parentType.getFields()[name]!;
  const guarded = policy.rulesOf(coordinate);
  return { guarded, definition, isPlain: decidedByCallerAlone(guarded.door, definition) };
}

/** From the root down; what lies below a denied field is not asked about. */
async function judge(
  { shape, checks }: CheckedShape,
  decisions: Decisions,
  variables: Variables,
): Promise<(Verdict | undefined)[]> {
  const verdicts: (Verdict | undefined)[] = new Array(shape.fields.length).fill(undefined);
  const waiting = new Set<SelectionShape>([shape.root]);
  // A set visits what is added while it is walked, and a selection that several fields share only once.
  for (const selection of waiting) {
    for (const deferred of selection.deferred) waiting.add(deferred.selection);
    for (const fields of selection.byType.values())
      for (const field of fields) {
        // Introspection has no coordinate of its own; __typename tells nothing that the shape does not.
        if (field.slot < 0) continue;
        const { guarded, definition, isPlain } = checks[field.slot]!;
        const answer = isPlain
          ? decisions.decide(guarded)
          : decisions.decideUse(guarded, { definition, args: field.args, variables });
        const decision = answer instanceof Promise ? await answer : answer;
        verdicts[field.slot] = verdictOf(decision);
        if (decision.kind !== 'deny' && field.selection !== null) waiting.add(field.selection);
      }
  }
  return verdicts;
}

function verdictOf(decision: Decision): Verdict | undefined {
  if (decision.kind === 'allow') return undefined;
  if (decision.kind !== 'unknown') return decision;
  return { kind: 'deny', code: 'POLICY_UNAVAILABLE', rule: decision.rule, reason: 'A rule could not be evaluated.' };
}

function keyOf(verdicts: readonly (Verdict | undefined)[]): string {
  return verdicts
    .flatMap((verdict, slot) => {
      if (verdict === undefined) return [];
      return verdict.kind === 'deny'
        ? `${slot} ${verdict.code} ${verdict.rule}`
        : `${slot} mask ${verdict.mask} ${verdict.rule}`;
    })
    .join('\n');
}
