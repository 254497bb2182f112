// Evaluates rules for one caller in four values: a rule that throws has not refused, it has failed, and a failed rule never opens
// anything, not even under `not`; a rule that needs the row is unknown until there is one. graphql-shield's own evaluation turns an
// exception into "false". Rules that answer at once are evaluated at once: a promise for each would cost more than the rule.
import type { Caller } from '../kit/caller.ts';
import { guardedRow } from './row.ts';
import { anatomyOf, type LeafRule, type Rule } from './shield.ts';

export type Outcome = 'allow' | 'deny' | 'fault' | 'unknown';

/** Told of every rule that failed, with the cause; for logs, never for clients. */
export type FaultListener = (rule: string, cause: unknown) => void;

/** @param row the declared fields of the row, by name; undefined before there is one */
export type Evaluate = (rule: Rule, args: Arguments, row?: Row) => Outcome | Promise<Outcome>;

type Arguments = Readonly<Record<string, unknown>>;
export type Row = Readonly<Record<string, unknown>>;

/** Where and when a rule is asked. */
export interface Circumstances {
  /** Region that the gateway or subgraph runs in, as contracts name regions; null when it was not told. */
  readonly region: string | null;
  readonly now: () => Date;
}

export const nowhere: Circumstances = { region: null, now: () => new Date() };

/** What a rule finds as its context, at the gateway and in a subgraph. */
export interface RuleContext extends Circumstances {
  readonly caller: Caller;
}

/** @returns an evaluator for one request: a rule that looks at the caller only runs once, however many fields it guards */
export function createEvaluator(
  caller: Caller,
  onFault: FaultListener,
  circumstances: Circumstances = nowhere,
): Evaluate {
  const context: RuleContext = Object.freeze({ ...circumstances, caller });
  const settled = new Map<Rule, Outcome | Promise<Outcome>>();

  const evaluate: Evaluate = (rule, args, row) => {
    if (readsArguments(rule)) return settle(rule, args, row);
    const known = settled.get(rule) ?? settle(rule, args, row);
    settled.set(rule, known);
    return known;
  };

  const settle: Evaluate = (rule, args, row) => {
    const anatomy = anatomyOf(rule);
    const inside = (part: Rule) => evaluate(part, args, row);
    switch (anatomy?.kind) {
      case 'leaf':
        return runLeaf(anatomy.leaf, args, row);
      case 'and':
        return combined(anatomy.parts.map(inside), all);
      case 'or':
        return combined(anatomy.parts.map(inside), any);
      case 'chain':
        return inTurn(anatomy.parts, inside, all, (outcome) => outcome === 'allow');
      case 'race':
        return inTurn(anatomy.parts, inside, any, (outcome) => outcome !== 'allow');
      case 'not':
        return combined([inside(anatomy.parts[0]!)], ([outcome]) => opposite(outcome!));
      case 'allow':
        return 'allow';
      default:
        return 'deny';
    }
  };

  function runLeaf(leaf: LeafRule, args: Arguments, row: Row | undefined): Outcome | Promise<Outcome> {
    const readsRow = leaf.fragment !== undefined;
    if (readsRow && row === undefined) return 'unknown';
    const fault = (cause: unknown): Outcome => {
      onFault(leaf.name, cause);
      return 'fault';
    };
    try {
      const hidden = hiddenFrom(leaf);
      const visibleRow = readsRow ? guardedRow(leaf.name, row!) : hidden.row;
      const visibleArgs = leaf.cache === 'contextual' ? hidden.contextualArguments : args;
      const answer = leaf.func(visibleRow, visibleArgs, context, hidden.info);
      return isThenable(answer) ? answer.then(outcomeOf, fault) : outcomeOf(answer);
    } catch (cause) {
      return fault(cause);
    }
  }

  return evaluate;
}

function outcomeOf(answer: unknown): Outcome {
  return answer === true ? 'allow' : 'deny';
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function';
}

type Combine = (outcomes: readonly Outcome[]) => Outcome;

function combined(outcomes: readonly (Outcome | Promise<Outcome>)[], combine: Combine): Outcome | Promise<Outcome> {
  return outcomes.some((outcome) => typeof outcome !== 'string')
    ? Promise.all(outcomes).then(combine)
    : combine(outcomes as readonly Outcome[]);
}

/** One after the other: a rule that is not reached does not run. */
function inTurn(
  parts: readonly Rule[],
  inside: (part: Rule) => Outcome | Promise<Outcome>,
  combine: Combine,
  goOn: (outcome: Outcome) => boolean,
  outcomes: readonly Outcome[] = [],
): Outcome | Promise<Outcome> {
  const [first, ...others] = parts;
  if (first === undefined) return combine(outcomes);
  const proceed = (outcome: Outcome) => {
    const known = [...outcomes, outcome];
    return goOn(outcome) ? inTurn(others, inside, combine, goOn, known) : combine(known);
  };
  const outcome = inside(first);
  return typeof outcome === 'string' ? proceed(outcome) : outcome.then(proceed);
}

const argumentReaders = new WeakMap<Rule, boolean>();

/** Whether a rule may look at the arguments of its field; such a rule has an outcome per field, others one per request. */
export function readsArguments(rule: Rule): boolean {
  const known = argumentReaders.get(rule) ?? looksForArguments(rule);
  // Whatever is no rule may be no object either.
  if (typeof rule === 'object' && rule !== null) argumentReaders.set(rule, known);
  return known;
}

function looksForArguments(rule: Rule): boolean {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind === 'leaf') return anatomy.leaf.cache !== 'contextual';
  return anatomy !== undefined && 'parts' in anatomy && anatomy.parts.some(readsArguments);
}

/** Nothing to judge by is no permission: an empty list denies. A refusal will not go away when the row is known, nor will a fault. */
export function all(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('deny') || outcomes.length === 0) return 'deny';
  if (outcomes.includes('fault')) return 'fault';
  return outcomes.includes('unknown') ? 'unknown' : 'allow';
}

/** What is unknown may still allow, which outweighs a fault. */
export function any(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('allow')) return 'allow';
  if (outcomes.includes('unknown')) return 'unknown';
  return outcomes.includes('fault') ? 'fault' : 'deny';
}

export function opposite(outcome: Outcome): Outcome {
  if (outcome === 'fault' || outcome === 'unknown') return outcome;
  return outcome === 'allow' ? 'deny' : 'allow';
}

interface Hidden {
  readonly row: object;
  readonly info: object;
  readonly contextualArguments: object;
}

const hidden = new WeakMap<LeafRule, Hidden>();

/** What a rule is given instead of what it may not read: once per rule, for nothing can be kept in it. */
function hiddenFrom(leaf: LeafRule): Hidden {
  const known = hidden.get(leaf);
  if (known) return known;
  const made: Hidden = {
    row: poisoned(leaf.name, 'the row'),
    info: poisoned(leaf.name, 'info'),
    contextualArguments: poisoned(leaf.name, 'the arguments, yet is cached per caller'),
  };
  hidden.set(leaf, made);
  return made;
}

/** Stands where a rule of this kind has no business: the first touch throws, so that the field is denied and the bug is heard of. */
function poisoned(rule: string, what: string): object {
  const mend = what === 'the row' ? ' Declare what it reads with { fragment }.' : '';
  const refuse = (): never => {
    throw new Error(`The rule ${rule} reads ${what}, which is not for it.${mend}`);
  };
  return new Proxy(Object.freeze({}), {
    get: refuse,
    has: refuse,
    set: refuse,
    ownKeys: refuse,
    getOwnPropertyDescriptor: refuse,
    defineProperty: refuse,
    setPrototypeOf: refuse,
  });
}
