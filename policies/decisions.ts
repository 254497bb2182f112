// Decides for one caller during one request: allow, deny or mask, per coordinate, with the rule that made it. The gateway asks it
// before it plans, the subgraphs before they resolve, `explain` when somebody wants to know.
import { type ArgumentNode, type GraphQLField, getArgumentValues, Kind } from 'graphql';
import type { Caller } from '../kit/caller.ts';
import { GordianError } from '../kit/errors.ts';
import type { CompiledMask, CompiledPolicy, Conjunct, Door } from './compiled-policy.ts';
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
  /**
   * Whether the caller may read, or set, what lies behind a door; at once when it has been asked before. A door that reads
   * arguments is given them.
   */
  decide(door: Door, args?: Readonly<Record<string, unknown>>): Decision | Promise<Decision>;
  /** The same for a field of an operation, the input fields that its arguments set included. */
  decideUse(door: Door, use: FieldUse): Promise<Decision>;
}

const allowed: Allowed = { kind: 'allow' };

export function createDecisions(policy: CompiledPolicy, caller: Caller, onFault: FaultListener): Decisions {
  const evaluate = createEvaluator(caller, onFault);
  const made = new Map<Door, Decision>();

  const decide = (door: Door, args: Variables = {}): Decision | Promise<Decision> => made.get(door) ?? ask(door, args);

  async function ask(door: Door, args: Variables): Promise<Decision> {
    const decision = await judge(door, caller, evaluate, args);
    if (!door.readsArguments) made.set(door, decision);
    return decision;
  }

  async function decideUse(door: Door, { definition, args, variables }: FieldUse): Promise<Decision> {
    const decision = await decide(door, door.readsArguments ? argumentValues(definition, args, variables) : {});
    if (decision.kind === 'deny' || !takesInputFields(definition.args)) return decision;
    for (const input of inputCoordinatesOf(definition.args, args, variables)) {
      const verdict = await decide(policy.rulesOf(input).door);
      if (verdict.kind === 'deny')
        return { ...verdict, rule: `${input}: ${verdict.rule}`, reason: `${input}: ${verdict.reason}` };
    }
    return decision;
  }

  return { decide, decideUse };
}

/** True when a use of the field needs no look at its arguments: no rule reads them, and no input field can hide in them. */
export function decidedByCallerAlone(door: Door, { args }: FieldUse['definition']): boolean {
  return !door.readsArguments && !takesInputFields(args);
}

/** A refusal is told before a fault: it will not go away by trying again. */
async function judge(
  { conjuncts, mask }: Door,
  caller: Caller,
  evaluate: Evaluate,
  args: Variables,
): Promise<Decision> {
  let fault: Conjunct | null = null;
  for (const conjunct of conjuncts) {
    const outcome = await evaluate(conjunct.rule, args);
    if (outcome === 'deny') return denial(conjunct, caller);
    if (outcome === 'fault') fault ??= conjunct;
  }
  if (fault !== null) return failure(fault.layer, fault.name);
  return mask === null ? allowed : maskFor(mask, await evaluate(mask.unless, {}));
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

/** Valid documents can still bring null where none may be: a variable with a default that is given as null. */
function argumentValues(
  definition: FieldUse['definition'],
  args: readonly ArgumentNode[],
  variables: Variables,
): Variables {
  const node = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: definition.name }, arguments: args } as const;
  try {
    return getArgumentValues(definition as GraphQLField<unknown, unknown>, node, variables);
  } catch (cause) {
    throw new GordianError('BAD_USER_INPUT', `An argument of "${definition.name}" is null or does not fit its type.`, {
      cause,
    });
  }
}
