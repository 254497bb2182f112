// Evaluates rules for one caller in three-valued logic: a rule that throws has not refused, it has failed, and a failed rule
// never opens anything, not even under `not`. graphql-shield's own evaluation turns an exception into "false".
import type { Caller } from '../kit/caller.ts';
import { anatomyOf, type LeafRule, type Rule } from './shield.ts';

export type Outcome = 'allow' | 'deny' | 'fault';

/** Told of every rule that failed, with the cause; for logs, never for clients. */
export type FaultListener = (rule: string, cause: unknown) => void;

export type Evaluate = (rule: Rule, args: Readonly<Record<string, unknown>>) => Promise<Outcome>;

/** @returns an evaluator for one request: a rule that looks at the caller only runs once, however many fields it guards */
export function createEvaluator(caller: Caller, onFault: FaultListener): Evaluate {
  const context = Object.freeze({ caller });
  const settled = new Map<Rule, Promise<Outcome>>();

  const evaluate: Evaluate = (rule, args) => {
    if (readsArguments(rule)) return settle(rule, args);
    const known = settled.get(rule) ?? settle(rule, args);
    settled.set(rule, known);
    return known;
  };

  async function settle(rule: Rule, args: Readonly<Record<string, unknown>>): Promise<Outcome> {
    const anatomy = anatomyOf(rule);
    switch (anatomy?.kind) {
      case 'leaf':
        return runLeaf(anatomy.leaf, args);
      case 'and':
        return all(await Promise.all(anatomy.parts.map((part) => evaluate(part, args))));
      case 'or':
        return any(await Promise.all(anatomy.parts.map((part) => evaluate(part, args))));
      case 'chain':
        return all(await inTurn(anatomy.parts, args, (outcome) => outcome === 'allow'));
      case 'race':
        return any(await inTurn(anatomy.parts, args, (outcome) => outcome !== 'allow'));
      case 'not':
        return opposite(await evaluate(anatomy.parts[0]!, args));
      case 'allow':
        return 'allow';
      default:
        return 'deny';
    }
  }

  async function inTurn(
    parts: readonly Rule[],
    args: Readonly<Record<string, unknown>>,
    goOn: (outcome: Outcome) => boolean,
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const part of parts) {
      outcomes.push(await evaluate(part, args));
      if (!goOn(outcomes.at(-1)!)) break;
    }
    return outcomes;
  }

  async function runLeaf(leaf: LeafRule, args: Readonly<Record<string, unknown>>): Promise<Outcome> {
    try {
      const { row, info, contextualArguments } = hiddenFrom(leaf);
      const visibleArgs = leaf.cache === 'contextual' ? contextualArguments : args;
      const answer = await leaf.func(row, visibleArgs, context, info);
      return answer === true ? 'allow' : 'deny';
    } catch (cause) {
      onFault(leaf.name, cause);
      return 'fault';
    }
  }

  return evaluate;
}

/** Whether a rule may look at the arguments of its field; such a rule has an outcome per field, others one per request. */
export function readsArguments(rule: Rule): boolean {
  const anatomy = anatomyOf(rule);
  if (anatomy?.kind === 'leaf') return anatomy.leaf.cache !== 'contextual';
  return anatomy !== undefined && 'parts' in anatomy && anatomy.parts.some(readsArguments);
}

/** Nothing to judge by is no permission: an empty list denies. */
export function all(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('deny') || outcomes.length === 0) return 'deny';
  return outcomes.includes('fault') ? 'fault' : 'allow';
}

export function any(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes('allow')) return 'allow';
  return outcomes.includes('fault') ? 'fault' : 'deny';
}

export function opposite(outcome: Outcome): Outcome {
  if (outcome === 'fault') return 'fault';
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
  const refuse = (): never => {
    throw new Error(
      `The rule ${rule} reads ${what}. It may look at the caller${what === 'the row' || what === 'info' ? ' and the arguments' : ''} only.`,
    );
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
