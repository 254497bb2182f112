// Evaluates rules for one caller in four values: a rule that throws has not refused, it has failed, and a failed rule never opens
// anything, not even under `not`; a rule that needs the row is unknown until there is one. graphql-shield's own evaluation turns an
// exception into "false". Rules that answer at once are evaluated at once: a promise for each would cost more than the rule.

import { randomBytes } from 'node:crypto';
import type { Caller } from '../../kit/caller.ts';
import { anatomyOf, type LeafRule, type Rule } from '../shield.ts';
import { RuleTrespass } from './fault-in-log.ts';
import { rowViewOf } from './row.ts';

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
  /** Secret of the deployment, with which masks make pseudonyms; absent: one of this process alone. */
  readonly maskKey?: string;
}

export const nowhere: Circumstances = { region: null, now: () => new Date() };

/** Where no key is configured, a pseudonym is worth nothing elsewhere, and gives nothing away either. */
export const processMaskKey = randomBytes(32).toString('base64url');

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
  const asking: Asking = { context: Object.freeze({ ...circumstances, caller }), onFault, settled: new Map() };
  return (rule, args, row) => runOf(rule)(asking, args, row);
}

/** One request. */
interface Asking {
  readonly context: RuleContext;
  readonly onFault: FaultListener;
  /** What rules that look at the caller only have said. */
  readonly settled: Map<Run, Outcome | Promise<Outcome>>;
}

/** A rule as a function, made once for the life of the rule. */
type Run = (asking: Asking, args: Arguments, row: Row | undefined) => Outcome | Promise<Outcome>;

const runs = new WeakMap<Rule, Run>();

function runOf(rule: Rule): Run {
  const known = runs.get(rule);
  if (known) return known;
  const run = readsArguments(rule) ? compileRule(rule) : oncePerRequest(compileRule(rule));
  runs.set(rule, run);
  return run;
}

function oncePerRequest(settle: Run): Run {
  const run: Run = (asking, args, row) => {
    const known = asking.settled.get(run);
    if (known !== undefined) return known;
    const outcome = settle(asking, args, row);
    asking.settled.set(run, outcome);
    return outcome;
  };
  return run;
}

function compileRule(rule: Rule): Run {
  const anatomy = anatomyOf(rule);
  switch (anatomy?.kind) {
    case 'leaf':
      return compileLeaf(anatomy.leaf);
    case 'and':
      return together(anatomy.parts.map(runOf), all);
    case 'or':
      return together(anatomy.parts.map(runOf), any);
    case 'chain':
      return inTurn(anatomy.parts.map(runOf), all, (outcome) => outcome === 'allow');
    case 'race':
      return inTurn(anatomy.parts.map(runOf), any, (outcome) => outcome !== 'allow');
    case 'not':
      return together(anatomy.parts.map(runOf), ([outcome]) => opposite(outcome!));
    case 'allow':
      return () => 'allow';
    default:
      return () => 'deny';
  }
}

function compileLeaf(leaf: LeafRule): Run {
  const rowView = leaf.fragment === undefined ? null : rowViewOf(leaf.name, leaf.fragment);
  const hidden = hiddenFrom(leaf);
  const fault = ({ onFault }: Asking, cause: unknown): Outcome => {
    onFault(leaf.name, cause);
    return 'fault';
  };
  return (asking, args, row) => {
    if (rowView !== null && row === undefined) return 'unknown';
    try {
      const visibleRow = rowView === null ? hidden.row : rowView(row!);
      const visibleArgs = leaf.cache === 'contextual' ? hidden.contextualArguments : args;
      const answer = leaf.func(visibleRow, visibleArgs, asking.context, hidden.info);
      return isThenable(answer) ? answer.then(outcomeOf, (cause) => fault(asking, cause)) : outcomeOf(answer);
    } catch (cause) {
      return fault(asking, cause);
    }
  };
}

function outcomeOf(answer: unknown): Outcome {
  return answer === true ? 'allow' : 'deny';
}

function isThenable(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function';
}

type Combine = (outcomes: readonly Outcome[]) => Outcome;

function together(parts: readonly Run[], combine: Combine): Run {
  return (asking, args, row) => {
    const outcomes = parts.map((run) => run(asking, args, row));
    return outcomes.some((outcome) => typeof outcome !== 'string')
      ? Promise.all(outcomes).then(combine)
      : combine(outcomes as Outcome[]);
  };
}

/** One after the other: a rule that is not reached does not run. */
function inTurn(parts: readonly Run[], combine: Combine, goesOn: (outcome: Outcome) => boolean): Run {
  return (asking, args, row) => {
    const runFrom = (index: number, outcomes: readonly Outcome[]): Outcome | Promise<Outcome> => {
      const run = parts[index];
      if (run === undefined) return combine(outcomes);
      const proceed = (outcome: Outcome) => {
        const known = [...outcomes, outcome];
        return goesOn(outcome) ? runFrom(index + 1, known) : combine(known);
      };
      const outcome = run(asking, args, row);
      return typeof outcome === 'string' ? proceed(outcome) : outcome.then(proceed);
    };
    return runFrom(0, []);
  };
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

function opposite(outcome: Outcome): Outcome {
  if (outcome === 'fault' || outcome === 'unknown') return outcome;
  return outcome === 'allow' ? 'deny' : 'allow';
}

interface Hidden {
  readonly row: object;
  readonly info: object;
  readonly contextualArguments: object;
}

/** What a rule is given instead of what it may not read: once per rule, for nothing can be kept in it. */
function hiddenFrom({ name }: LeafRule): Hidden {
  return {
    row: poisoned(name, 'the row'),
    info: poisoned(name, 'info'),
    contextualArguments: poisoned(name, 'the arguments, yet is cached per caller'),
  };
}

/** Stands where a rule of this kind has no business: the first touch throws, so that the field is denied and the bug is heard of. */
function poisoned(rule: string, what: string): object {
  const mend = what === 'the row' ? ' Declare what it reads with { fragment }.' : '';
  const refuse = (): never => {
    throw new RuleTrespass(`The rule ${rule} reads ${what}, which is not for it.${mend}`);
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
