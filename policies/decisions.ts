// Decides for one caller during one request: allow, deny or mask, per coordinate, with the rule that made it. The gateway asks it
// before it plans, the subgraphs before they resolve, `explain` when somebody wants to know.
import { type ArgumentNode, type GraphQLField, getArgumentValues, Kind } from 'graphql';
import type { Caller } from '../kit/caller.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { CompiledMask, CompiledPolicy, Conjunct, CoordinateRules } from './compiled-policy.ts';
import { createEvaluator, type Evaluate, type FaultListener, type Outcome } from './evaluate.ts';
import { inputCoordinatesOf, takesInputFields, type Variables } from './input-coordinates.ts';
import { applyMask } from './masks/mask.ts';

export type Decision = Allowed | Denied | Masked;

export interface Allowed {
  readonly kind: 'allow';
}

export interface Denied {
  readonly kind: 'deny';
  readonly code: 'FORBIDDEN' | 'UNAUTHENTICATED' | 'POLICY_UNAVAILABLE';
  readonly layer: Conjunct['layer'];
  /** The rule as written; for audit and explanations. */
  readonly rule: string;
  /** For the client: what would open the field. */
  readonly reason: string;
}

export interface Masked {
  readonly kind: 'mask';
  /** The rule that would have shown the clear value. */
  readonly rule: string;
  readonly mask: string;
  readonly apply: (value: unknown) => unknown;
}

/** A field as an operation uses it. */
export interface FieldUse {
  readonly definition: Pick<GraphQLField<unknown, unknown>, 'name' | 'args'>;
  readonly args: readonly ArgumentNode[];
  readonly variables: Variables;
}

export interface Decisions {
  /** Whether the caller may read, or set, one coordinate. Rules that look at arguments are given `args`. */
  decide(coordinate: Coordinate, args?: Readonly<Record<string, unknown>>): Promise<Decision>;
  /** The same for a field of an operation, the input fields that its arguments set included. */
  decideUse(coordinate: Coordinate, use: FieldUse): Promise<Decision>;
}

const allowed: Allowed = { kind: 'allow' };

export function createDecisions(policy: CompiledPolicy, caller: Caller, onFault: FaultListener): Decisions {
  const evaluate = createEvaluator(caller, onFault);
  const made = new Map<Coordinate, Promise<Decision>>();

  const decide: Decisions['decide'] = (coordinate, args = {}) => {
    const rules = policy.rulesOf(coordinate);
    if (looksAtArguments(rules)) return judge(rules, caller, evaluate, args);
    const known = made.get(coordinate) ?? judge(rules, caller, evaluate, args);
    made.set(coordinate, known);
    return known;
  };

  const decideUse: Decisions['decideUse'] = async (coordinate, { definition, args, variables }) => {
    const needsValues = looksAtArguments(policy.rulesOf(coordinate));
    const decision = await decide(coordinate, needsValues ? argumentValues(definition, args, variables) : {});
    if (decision.kind === 'deny' || !takesInputFields(definition.args)) return decision;
    for (const input of inputCoordinatesOf(definition.args, args, variables)) {
      const verdict = await decide(input);
      if (verdict.kind === 'deny')
        return { ...verdict, rule: `${input}: ${verdict.rule}`, reason: `${input}: ${verdict.reason}` };
    }
    return decision;
  };

  return { decide, decideUse };
}

/** True when a use of the field needs no look at its arguments: no rule reads them, and no input field can hide in them. */
export function decidedByCallerAlone(
  policy: CompiledPolicy,
  coordinate: Coordinate,
  { args }: FieldUse['definition'],
): boolean {
  return !looksAtArguments(policy.rulesOf(coordinate)) && !takesInputFields(args);
}

function looksAtArguments({ conjuncts }: CoordinateRules): boolean {
  return conjuncts.some((conjunct) => conjunct.readsArguments);
}

/** A refusal is told before a fault: it will not go away by trying again. */
async function judge(rules: CoordinateRules, caller: Caller, evaluate: Evaluate, args: Variables): Promise<Decision> {
  let fault: Conjunct | null = null;
  for (const conjunct of rules.conjuncts) {
    const outcome = await evaluate(conjunct.rule, args);
    if (outcome === 'deny') return denial(conjunct, caller);
    if (outcome === 'fault') fault ??= conjunct;
  }
  if (fault !== null) return failure(fault.layer, fault.name);
  return rules.mask === null ? allowed : maskFor(rules.mask, await evaluate(rules.mask.unless, {}));
}

function denial({ layer, name, reason }: Conjunct, caller: Caller): Denied {
  return { kind: 'deny', code: caller.subject === null ? 'UNAUTHENTICATED' : 'FORBIDDEN', layer, rule: name, reason };
}

function failure(layer: Conjunct['layer'], rule: string): Denied {
  return { kind: 'deny', code: 'POLICY_UNAVAILABLE', layer, rule, reason: 'A rule could not be evaluated.' };
}

function maskFor({ mask, name }: CompiledMask, sight: Outcome): Decision {
  if (sight === 'allow') return allowed;
  if (sight === 'fault') return failure('domain', name);
  return { kind: 'mask', rule: name, mask: mask.name, apply: (value) => applyMask(mask, value) };
}

function argumentValues(
  definition: FieldUse['definition'],
  args: readonly ArgumentNode[],
  variables: Variables,
): Variables {
  const node = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: definition.name }, arguments: args } as const;
  return getArgumentValues(definition as GraphQLField<unknown, unknown>, node, variables);
}
