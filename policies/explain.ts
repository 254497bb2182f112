// Answers "may this caller read this coordinate, why, and what would change that?" with the very decisions that serve requests.
import type { Caller } from '../kit/caller.ts';
import type { Classification } from '../schema/artefact.ts';
import type { Coordinate } from '../schema/coordinates.ts';
import type { CompiledPolicy, Conjunct, Door } from './compiled-policy.ts';
import { createDecisions } from './decisions.ts';

export interface Explanation {
  readonly coordinate: Coordinate;
  readonly outcome: 'allow' | 'deny' | 'mask';
  readonly classification: Classification | undefined;
  /** The rule that denies or masks; every rule that had to allow where the coordinate is open. */
  readonly rule: string;
  /** `public` when there is no rule to pass. */
  readonly layer: Conjunct['layer'] | 'public';
  /** What the caller would need; null when nothing is missing, or the rule does not say. */
  readonly opens: string | null;
  /** Every rule that must allow, in the order in which they are asked. */
  readonly rules: readonly { readonly layer: Conjunct['layer']; readonly rule: string }[];
}

/** Rules that look at arguments are asked with none, which they may refuse; their text says what they look at. */
export async function explain(policy: CompiledPolicy, caller: Caller, coordinate: Coordinate): Promise<Explanation> {
  const rules = policy.rulesOf(coordinate);
  const { classification, door } = rules;
  const decision = await createDecisions(policy, caller, () => {}).decide(rules);
  const common = {
    coordinate,
    classification,
    rules: door.conjuncts.map(({ layer, name }) => ({ layer, rule: name })),
  };
  if (decision.kind === 'deny')
    return { ...common, outcome: 'deny', rule: decision.rule, layer: decision.layer, opens: decision.reason };
  if (decision.kind === 'mask')
    return {
      ...common,
      outcome: 'mask',
      rule: decision.rule,
      layer: 'domain',
      opens: `Needs ${door.mask?.requirement ?? decision.rule}.`,
    };
  return { ...common, outcome: 'allow', ...whatAllowed(door), opens: null };
}

function whatAllowed({ conjuncts }: Door): Pick<Explanation, 'rule' | 'layer'> {
  const [first] = conjuncts;
  if (first === undefined) return { rule: 'allow', layer: 'public' };
  return { rule: conjuncts.map(({ name }) => name).join(' and '), layer: first.layer };
}
