// Answers "may this caller read this coordinate, why, and what would change that?" with the very decisions that serve requests.
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, Conjunct, Guarded } from '../compiler/compiled-policy.ts';
import type { Variables } from '../compiler/input-coordinates.ts';
import { createDecisions, type Decision, type FieldUse } from '../decide/decisions.ts';
import { createEvaluator, type Outcome } from '../decide/evaluate.ts';
import type { RowSelection } from '../decide/row-selection.ts';
import { type Asker, type Change, inputsOf, smallestChanges } from './counterfactual.ts';

/** `row`: only the row can tell. `fault`: a rule failed, so that nobody is let through. */
export type ExplainedOutcome = 'allow' | 'deny' | 'mask' | 'row' | 'fault';

export interface Explanation extends ExplainedDecision {
  /** The smallest sets of changes of the caller that lead to another outcome. */
  readonly changes: readonly Change<ExplainedOutcome>[];
}

/** All but what would take hundreds of tries. */
export interface ExplainedDecision {
  /** Of a field; the name of a type where the question is who sees its rows. */
  readonly coordinate: Coordinate;
  readonly outcome: ExplainedOutcome;
  readonly classification: Classification | undefined;
  /** What decided: the rule that denies, masks or waits for the row; all that had to allow where it is open. */
  readonly rule: string;
  /** `public` when there is no rule to pass. */
  readonly layer: Conjunct['layer'] | 'mask' | 'public';
  /** What a denied client is told that may know the rules; null otherwise. */
  readonly reason: string | null;
  /** What every other is told. */
  readonly brief: string | null;
  /** Every rule that must allow, in the order in which they are asked, with what each says alone. */
  readonly asked: readonly AskedRule[];
  /** Null where nothing is masked. */
  readonly mask: { readonly name: string; readonly unless: string; readonly outcome: Outcome } | null;
  /** What the rules read of the row, such as `region` and `accountManager.id`. */
  readonly rowInputs: readonly string[];
  /** What a grant of the coordinate would make of it, and a broken glass; null where neither changes anything. */
  readonly byGrant: ExplainedOutcome | null;
  readonly byBreakGlass: ExplainedOutcome | null;
}

export interface AskedRule {
  readonly layer: Conjunct['layer'];
  readonly rule: string;
  readonly outcome: Outcome;
  /** Whether a grant stands in for it. */
  readonly yieldsToGrants: boolean;
}

/** How the coordinate is used; without one, rules that look at arguments are asked with none, which they may refuse. */
export interface Use {
  readonly field: FieldUse;
  /** Coerced, for the rules. */
  readonly values: Variables;
}

export async function explain(
  policy: CompiledPolicy,
  asker: Asker,
  coordinate: Coordinate,
  use?: Use,
): Promise<Explanation> {
  const decision = await explainDecision(policy, asker, coordinate, use);
  return { ...decision, changes: await changesOf(policy, asker, decision, use) };
}

export async function explainDecision(
  policy: CompiledPolicy,
  asker: Asker,
  coordinate: Coordinate,
  use?: Use,
): Promise<ExplainedDecision> {
  const guarded = guardedAt(policy, coordinate);
  const decide = (other: Asker) => decideFor(policy, other, guarded, use);
  const decision = await decide(asker);
  const outcome = outcomeOf(decision);
  const outcomeFor = async (other: Asker) => outcomeOf(await decide(other));
  const [byGrant, byBreakGlass] = await Promise.all([
    outcomeFor(withGrant(asker, guarded)),
    outcomeFor(withBrokenGlass(asker, coordinate)),
  ]);
  return {
    coordinate,
    outcome,
    classification: guarded.classification,
    ...whatDecided(guarded, decision),
    ...(await whatWasAsked(guarded, asker, use?.values ?? {})),
    rowInputs: pathsOf(guarded.door.rowInputs),
    byGrant: byGrant === outcome ? null : byGrant,
    byBreakGlass: byBreakGlass === outcome ? null : byBreakGlass,
  };
}

/** The smallest sets of changes of the caller that lead to another outcome than it has now. */
export function changesOf(
  policy: CompiledPolicy,
  asker: Asker,
  { coordinate, outcome }: Pick<ExplainedDecision, 'coordinate' | 'outcome'>,
  use?: Use,
): Promise<Change<ExplainedOutcome>[]> {
  const guarded = guardedAt(policy, coordinate);
  const outcomeFor = async (other: Asker) => outcomeOf(await decideFor(policy, other, guarded, use));
  return smallestChanges(asker, inputsOf(guarded.door), outcome, outcomeFor);
}

/** The rules of a field, or of the rows of a type. */
export function guardedAt(policy: CompiledPolicy, coordinate: Coordinate): Guarded {
  return policy.rowsOf(coordinate) ?? policy.rulesOf(coordinate);
}

async function decideFor(
  policy: CompiledPolicy,
  { caller, circumstances }: Asker,
  guarded: Guarded,
  use: Use | undefined,
): Promise<Decision> {
  const decisions = createDecisions(policy, caller, () => {}, circumstances);
  return use === undefined ? decisions.decide(guarded) : decisions.decideUse(guarded, use.field);
}

export function outcomeOf(decision: Decision): ExplainedOutcome {
  if (decision.kind === 'unknown') return 'row';
  return decision.kind === 'deny' && decision.code === 'POLICY_UNAVAILABLE' ? 'fault' : decision.kind;
}

type WhatDecided = Pick<ExplainedDecision, 'rule' | 'layer' | 'reason' | 'brief'>;

function whatDecided({ door }: Guarded, decision: Decision): WhatDecided {
  const untold = { reason: null, brief: null };
  if (decision.kind === 'deny') {
    const { rule, layer, reason, brief } = decision;
    return { rule, layer, reason, brief };
  }
  if (decision.kind === 'mask') return { rule: decision.rule, layer: 'mask', ...untold };
  if (decision.kind === 'unknown') {
    const waiting = door.conjuncts.find(({ name }) => decision.rule.startsWith(name));
    return { rule: decision.rule, layer: waiting?.layer ?? 'mask', ...untold };
  }
  const [first] = door.conjuncts;
  if (first === undefined) return { rule: 'everyone', layer: 'public', ...untold };
  return { rule: door.conjuncts.map(({ name }) => name).join(' and '), layer: first.layer, ...untold };
}

async function whatWasAsked(
  { door }: Guarded,
  { caller, circumstances }: Asker,
  values: Variables,
): Promise<Pick<ExplainedDecision, 'asked' | 'mask'>> {
  const evaluate = createEvaluator(caller, () => {}, circumstances);
  const asked = door.conjuncts.map(async ({ layer, name, rule, yieldsToGrants }) => ({
    layer,
    rule: name,
    outcome: await evaluate(rule, values),
    yieldsToGrants,
  }));
  const { mask } = door;
  return {
    asked: await Promise.all(asked),
    mask: mask && { name: mask.mask.name, unless: mask.name, outcome: await evaluate(mask.unless, values) },
  };
}

/** As if somebody with the right to do so had granted it a moment ago: for a purpose that the contract allows, where it names some. */
function withGrant({ caller, circumstances }: Asker, { coordinate, classification }: Guarded): Asker {
  const [purpose] = classification?.purposes ?? [];
  const grant = { ...grantOf(coordinate), ...(purpose === undefined ? {} : { purpose }) };
  return { circumstances, caller: { ...caller, grants: [...(caller.grants ?? []), grant] } };
}

function withBrokenGlass({ caller, circumstances }: Asker, coordinate: Coordinate): Asker {
  return { circumstances, caller: { ...caller, breakGlass: grantOf(coordinate) } };
}

function grantOf(coordinate: Coordinate) {
  return { id: 'supposed', targets: [coordinate], outcome: 'ALLOW' as const, validUntil: Number.POSITIVE_INFINITY };
}

function pathsOf(selection: RowSelection, prefix = ''): string[] {
  return selection.flatMap(({ name, selection: inner }) =>
    inner === null ? `${prefix}${name}` : pathsOf(inner, `${prefix}${name}.`),
  );
}
