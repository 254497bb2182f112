// Authorize: judges every field of an operation for one caller before anything is planned or fetched. What to judge is worked
// out once per shape; a request runs the distinct rules only. Callers with equal verdicts share one AuthorizedOperation.
import type { Caller } from '../../kit/caller.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import type { Variables } from '../../policies/compiler/input-coordinates.ts';
import { createDecisions, type Decision, type Decisions } from '../../policies/decide/decisions.ts';
import type { Circumstances, FaultListener } from '../../policies/decide/evaluate.ts';
import type { FieldShape, OperationShape, SelectionShape } from '../operation/shape.ts';
import type { Authorization, AuthorizedOperation, RowGuard, Verdict } from './authorized-operation.ts';
import { type CheckedShape, checkedShapeOf } from './checked-shape.ts';
import type { IdentifiedTypes } from './identified-types.ts';

export interface AuthorizeRequest {
  readonly shape: OperationShape;
  readonly policy: CompiledPolicy;
  readonly caller: Caller;
  /** Coerced. */
  readonly variables: Variables;
  /** Told of rules that throw; the caller only hears POLICY_UNAVAILABLE. */
  readonly onFault?: FaultListener;
  readonly circumstances?: Circumstances;
  /** Of the supergraph that the shape is of; see {@link AuthorizedOperation.identified}. */
  readonly identified?: IdentifiedTypes | null;
}

export async function authorize({
  shape,
  policy,
  caller,
  variables,
  onFault = () => {},
  circumstances,
  identified = null,
}: AuthorizeRequest): Promise<Authorization> {
  const checked = checkedShapeOf(policy, shape);
  const decisions = createDecisions(policy, caller, onFault, circumstances);
  const outcomes = outcomesOf(checked, caller, decisions);
  const known = outcomes === null ? undefined : checked.byOutcomes.get(outcomes);
  if (known) return { operation: known, fields: nothingGuarded, types: nothingGuarded, opened: decisions.opened };
  const authorization = await judge(checked, decisions, variables, identified);
  if (outcomes !== null) checked.byOutcomes.set(outcomes, authorization.operation);
  return authorization;
}

const nothingGuarded = new Map<never, never>();

/**
 * For nearly all requests what the distinct rules say is all there is to know, and no field has to be looked at.
 * @returns null when more than the caller decides, or not at once, or by coordinate as grants do
 */
function outcomesOf({ distinct }: CheckedShape, caller: Caller, decisions: Decisions): string | null {
  if (distinct === null || caller.grants?.length || caller.breakGlass) return null;
  let outcomes = '';
  for (const guarded of distinct) {
    const decision = decisions.decide(guarded);
    if (decision instanceof Promise) return null;
    outcomes += `${textOf(verdictOf(decision))}\n`;
  }
  return outcomes;
}

async function judge(
  checked: CheckedShape,
  decisions: Decisions,
  variables: Variables,
  identified: IdentifiedTypes | null,
): Promise<Authorization> {
  const fields = new Map<number, Decision>();
  const verdicts = await judgeFields(checked, decisions, variables, fields);
  const types = await judgeTypes(checked, decisions);
  const rows = new Map([...types].map(([typeName, decision]) => [typeName, guardOf(decision)]));
  const key = keyOf(verdicts, rows);
  const operation: AuthorizedOperation = checked.operations.get(key) ?? {
    shape: checked.shape,
    verdicts,
    key,
    ...(rows.size > 0 && { rows }),
    ...(identified && { identified }),
  };
  checked.operations.set(key, operation);
  return { operation, fields, types, opened: decisions.opened };
}

/**
 * From the root down; what lies below a denied field is not asked about.
 * @param undecided receives what has to wait for the row
 */
async function judgeFields(
  { shape, checks }: CheckedShape,
  decisions: Decisions,
  variables: Variables,
  undecided: Map<number, Decision>,
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
        const answer = decide(field);
        const decision = answer instanceof Promise ? await answer : answer;
        const verdict = verdictOf(decision);
        verdicts[field.slot] = verdict?.kind === 'row' && isOfRoot(field, shape) ? undecidable(verdict) : verdict;
        if (decision.kind === 'unknown') undecided.set(field.slot, decision);
        if (decision.kind !== 'deny' && field.selection !== null) waiting.add(field.selection);
      }
  }
  return verdicts;

  function decide({ slot, args }: FieldShape): Decision | Promise<Decision> {
    const { guarded, definition, isPlain } = checks[slot]!;
    return isPlain ? decisions.decide(guarded) : decisions.decideUse(guarded, { definition, args, variables });
  }
}

/** The compiler refuses such rules; what a mutation does could not be taken back once the row is there. */
function isOfRoot({ parentType }: FieldShape, { root }: OperationShape): boolean {
  return parentType === root.type;
}

function undecidable({ rule }: RowGuard): Verdict {
  const reason = 'A rule could not be evaluated.';
  return { kind: 'deny', code: 'POLICY_UNAVAILABLE', rule, reason, brief: reason };
}

/** Of the guarded types, those whose objects the caller may not simply see. */
async function judgeTypes({ types }: CheckedShape, decisions: Decisions): Promise<ReadonlyMap<string, Decision>> {
  const judged = new Map<string, Decision>();
  for (const [typeName, guarded] of types) {
    const decision = await decisions.decide(guarded);
    if (decision.kind !== 'allow') judged.set(typeName, decision);
  }
  return judged;
}

function guardOf(decision: Decision): RowGuard {
  const rule = 'rule' in decision ? decision.rule : '';
  return { kind: 'row', rule, inputs: decision.kind === 'unknown' ? decision.inputs : [] };
}

function verdictOf(decision: Decision): Verdict | undefined {
  if (decision.kind === 'allow') return undefined;
  return decision.kind === 'unknown' ? guardOf(decision) : decision;
}

function keyOf(verdicts: readonly (Verdict | undefined)[], rows: ReadonlyMap<string, RowGuard>): string {
  const ofFields = verdicts.flatMap((verdict, slot) => (verdict === undefined ? [] : `${slot} ${textOf(verdict)}`));
  const ofTypes = [...rows].map(([typeName, guard]) => `${typeName} ${textOf(guard)}`);
  return [...ofFields, ...ofTypes].join('\n');
}

/** Equal for verdicts of equal effect, under any policy: plans outlive one, and the next may read something else by the same name. */
function textOf(verdict: Verdict | undefined): string {
  switch (verdict?.kind) {
    case undefined:
      return '';
    case 'deny':
      return `${verdict.code} ${verdict.requestable ? '' : 'final '}${verdict.rule}`;
    case 'mask':
      return `mask ${verdict.mask} ${verdict.rule}`;
    case 'stale':
      return `stale ${verdict.onStale}`;
    case 'row':
      return `row ${verdict.rule} ${JSON.stringify(verdict.inputs)}`;
  }
}
