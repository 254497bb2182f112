// Decides for one caller during one request: allow, deny, mask, or unknown until the row is there, per coordinate, with the rule
// that made it. The gateway asks it before it plans and again on the rows, the subgraphs before they resolve, `explain` when
// somebody wants to know.
import { type ArgumentNode, type GraphQLField, getArgumentValues, Kind } from 'graphql';
import type { Caller, CallerGrant } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';
import type { CompiledMask, CompiledPolicy, Conjunct, Door, Guarded } from '../compiler/compiled-policy.ts';
import { inputCoordinatesOf, takesInputFields, type Variables } from '../compiler/input-coordinates.ts';
import { applyMask } from '../masks/mask.ts';
import {
  type Circumstances,
  createEvaluator,
  type Evaluate,
  type FaultListener,
  nowhere,
  type Outcome,
  processMaskKey,
  type Row,
} from './evaluate.ts';
import { opensBy } from './opening.ts';
import type { RowSelection } from './row-selection.ts';

/** What is known before there is a row. */
export type Decision = Verdict | Unknown;

/** What is known in the end. */
export type Verdict = Allowed | Denied | Masked;

export interface Allowed {
  readonly kind: 'allow';
}

export interface Denied {
  readonly kind: 'deny';
  readonly code: 'FORBIDDEN' | 'UNAUTHENTICATED' | 'POLICY_UNAVAILABLE';
  readonly layer: Conjunct['layer'];
  /** The rule as written; for audit and explanations. */
  readonly rule: string;
  /** What would open the field; for clients that may know the rules. */
  readonly reason: string;
  /** For every client: names neither scopes nor rules. */
  readonly brief: string;
  /** Whether somebody may grant the caller what the rule denies. */
  readonly requestable: boolean;
}

export interface Masked {
  readonly kind: 'mask';
  /** The rule that would have shown the clear value. */
  readonly rule: string;
  readonly mask: string;
  readonly apply: (value: unknown) => unknown;
}

/** Some rule reads the row. */
export interface Unknown {
  readonly kind: 'unknown';
  /** The rules that wait for the row, as written. */
  readonly rule: string;
  /** What they read of it. */
  readonly inputs: RowSelection;
  /** Decides on one row, which holds `inputs` by name; a field that is missing is a fault. */
  readonly decideOn: (row: Row) => Verdict | Promise<Verdict>;
}

/** A field as an operation uses it. */
export interface FieldUse {
  readonly definition: Pick<GraphQLField<unknown, unknown>, 'name' | 'args'>;
  readonly args: readonly ArgumentNode[];
  readonly variables: Variables;
}

export interface Decisions {
  /**
   * Whether the caller may read, or set, a coordinate, or see the rows of a type; at once when its rules are. Rules that read
   * arguments are given them.
   */
  decide(guarded: Guarded, args?: Variables): Decision | Promise<Decision>;
  /** The same for a field of an operation, the input fields that its arguments set included. */
  decideUse(guarded: Guarded, use: FieldUse): Decision | Promise<Decision>;
  /** Ids of the grants, and of the break-glass, without which something would have been denied or masked. */
  readonly opened: ReadonlySet<string>;
}

const allowed: Allowed = { kind: 'allow' };

export function createDecisions(
  policy: CompiledPolicy,
  caller: Caller,
  onFault: FaultListener,
  circumstances: Circumstances = nowhere,
): Decisions {
  const { maskKey = processMaskKey } = circumstances;
  const evaluate = createEvaluator(caller, onFault, circumstances);
  const openingFor = opensBy(caller, circumstances.now);
  const made = new Map<Door, Decision>();
  const opened = new Set<string>();

  const decide: Decisions['decide'] = (guarded, args = {}) => {
    const { door } = guarded;
    const known = made.get(door) ?? judge(door, { caller, evaluate, args, maskKey });
    if (!door.readsArguments && !(known instanceof Promise)) made.set(door, known);
    const opening = openingFor?.(guarded);
    if (opening === undefined) return known;
    return then(known, (decision) => (decision.kind === 'allow' ? decision : decideOpened(guarded, opening, args)));
  };

  /** What is granted for a purpose is used for that one, whatever else the request is made for. */
  const forPurpose = new Map<string, Evaluate>();
  const evaluateFor = (purpose: string | undefined): Evaluate => {
    if (purpose === undefined) return evaluate;
    const known = forPurpose.get(purpose) ?? createEvaluator({ ...caller, purpose }, onFault, circumstances);
    forPurpose.set(purpose, known);
    return known;
  };

  /** A grant stands in for the rules of the contract and the domain; what nobody can weaken is asked all the same. */
  const decideOpened = (
    { door }: Guarded,
    { id, outcome, purpose }: CallerGrant,
    args: Variables,
  ): Decision | Promise<Decision> => {
    const conjuncts = door.conjuncts.filter(({ yieldsToGrants }) => !yieldsToGrants);
    const mask = outcome === 'MASK' ? door.mask : null;
    const asking = { caller, evaluate: evaluateFor(purpose), args, maskKey };
    const decision = judge({ ...door, conjuncts, mask }, asking);
    return then(decision, (granted) => {
      if (granted.kind !== 'deny') opened.add(id);
      return granted;
    });
  };

  const decideUse: Decisions['decideUse'] = (guarded, { definition, args, variables }) => {
    const values = guarded.door.readsArguments ? argumentValues(definition, args, variables) : {};
    const decision = decide(guarded, values);
    if (!takesInputFields(definition.args)) return decision;
    return then(decision, (verdict) =>
      verdict.kind === 'deny' ? verdict : decideInputs(verdict, inputCoordinatesOf(definition.args, args, variables)),
    );
  };

  async function decideInputs(decision: Decision, inputs: ReadonlySet<string>): Promise<Decision> {
    for (const input of inputs) {
      const verdict = await decide(policy.rulesOf(input));
      if (verdict.kind === 'deny') return ofInput(input, verdict);
      // An input has no row to wait for.
      if (verdict.kind === 'unknown') return failure('domain', `${input}: ${verdict.rule}`);
    }
    return decision;
  }

  return { decide, decideUse, opened };
}

/** True when a use of the field needs no look at its arguments: no rule reads them, and no input field can hide in them. */
export function decidedByCallerAlone(door: Door, { args }: FieldUse['definition']): boolean {
  return !door.readsArguments && !takesInputFields(args);
}

interface Asking {
  readonly caller: Caller;
  readonly evaluate: Evaluate;
  readonly args: Variables;
  readonly maskKey: string;
}

function judge(door: Door, asking: Asking): Decision | Promise<Decision> {
  const { conjuncts, mask } = door;
  const outcomes = conjuncts.map(({ rule }) => asking.evaluate(rule, asking.args));
  if (mask === null && outcomes.every((outcome) => outcome === 'allow')) return allowed;
  const sight = mask === null ? 'allow' : asking.evaluate(mask.unless, asking.args);
  return outcomes.some(isPromise) || isPromise(sight)
    ? Promise.all([sight, ...outcomes]).then(([seen, ...settled]) => conclude(door, settled, seen, asking))
    : conclude(door, outcomes as Outcome[], sight as Outcome, asking);
}

/** A refusal is told before a fault: it will not go away by trying again. What is unknown can make neither of them good. */
function conclude(door: Door, outcomes: readonly Outcome[], sight: Outcome, asking: Asking): Decision {
  const { conjuncts, mask } = door;
  const refusing = conjuncts.filter((_, index) => outcomes[index] === 'deny');
  if (refusing.length > 0) return denial(refusing, asking.caller);
  const failing = outcomes.indexOf('fault');
  if (failing >= 0) return failure(conjuncts[failing]!.layer, conjuncts[failing]!.name);
  if (outcomes.includes('unknown') || sight === 'unknown') return unknown(door, outcomes, asking);
  return mask === null ? allowed : maskFor(mask, sight, asking.maskKey);
}

function unknown(door: Door, outcomes: readonly Outcome[], asking: Asking): Unknown {
  const waiting = door.conjuncts.filter((_, index) => outcomes[index] === 'unknown');
  const withRow = (row: Row): Asking => ({
    ...asking,
    evaluate: (rule, given) => asking.evaluate(rule, given, row),
  });
  return {
    kind: 'unknown',
    rule: waiting.map(({ name }) => name).join(' and ') || door.mask!.name,
    inputs: door.rowInputs,
    decideOn: (row) => judge(door, withRow(row)) as Verdict | Promise<Verdict>,
  };
}

/** The input is named, for it stands deeper than the field that is denied for it. */
function ofInput(input: string, { rule, reason, brief, ...verdict }: Denied): Denied {
  return { ...verdict, rule: `${input}: ${rule}`, reason: `${input}: ${reason}`, brief: `${input}: ${brief}` };
}

/** The first says most; a grant helps only where all give way to it. */
function denial(refusing: readonly Conjunct[], caller: Caller): Denied {
  const { layer, name, reason } = refusing[0]!;
  const isAnonymous = caller.subject === null;
  return {
    kind: 'deny',
    code: isAnonymous ? 'UNAUTHENTICATED' : 'FORBIDDEN',
    layer,
    rule: name,
    reason,
    brief: isAnonymous ? 'Needs an authenticated caller.' : 'The policy does not open this to the caller.',
    requestable: !isAnonymous && refusing.every(({ yieldsToGrants }) => yieldsToGrants),
  };
}

function failure(layer: Conjunct['layer'], rule: string): Denied {
  const reason = 'A rule could not be evaluated.';
  return { kind: 'deny', code: 'POLICY_UNAVAILABLE', layer, rule, reason, brief: reason, requestable: false };
}

function maskFor({ mask, name }: CompiledMask, sight: Outcome, key: string): Verdict {
  if (sight === 'allow') return allowed;
  if (sight === 'fault') return failure('domain', name);
  return { kind: 'mask', rule: name, mask: mask.name, apply: (value) => applyMask(mask, value, key) };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

function then<A, B>(value: A | Promise<A>, next: (value: A) => B | Promise<B>): B | Promise<B> {
  return value instanceof Promise ? value.then(next) : next(value);
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
