// How much of an operation a caller would get, field by field, by the rules that serve at the gateway.
import type { Caller } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { createDecisions, type Decision } from '../../../policies/decide/decisions.ts';
import type { Circumstances } from '../../../policies/decide/evaluate.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { AskedField } from './asked-operation.ts';

/** `BY_ROW`: only the record itself can tell. */
export type ExplainedAccess = 'ALLOW' | 'MASK' | 'BY_ROW' | 'DENY';

export interface ExplainedField {
  readonly coordinate: Coordinate;
  readonly access: ExplainedAccess;
  /** Of a denial, for every client. */
  readonly reason: string | null;
  /** Whether access could be requested. */
  readonly requestable: boolean;
}

export interface Asker {
  readonly policy: CompiledPolicy;
  readonly caller: Caller;
  readonly circumstances: Circumstances;
  /** As they would be sent; those that are missing are absent for the rules. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Each coordinate once; of several uses with different arguments the one that is most closed. */
export async function explainAccess(fields: readonly AskedField[], asker: Asker): Promise<readonly ExplainedField[]> {
  const { policy, caller, circumstances, variables } = asker;
  const decisions = createDecisions(policy, caller, () => {}, circumstances);
  const explained = new Map<Coordinate, ExplainedField>();
  for (const { coordinate, definition, node } of fields) {
    const known = explained.get(coordinate);
    if (known && (known.access === 'DENY' || definition.args.length === 0)) continue;
    const args = node.arguments ?? [];
    const decision = await decisions.decideUse(policy.rulesOf(coordinate), { definition, args, variables });
    const next = told(coordinate, decision);
    if (!known || isMoreClosed(next, known)) explained.set(coordinate, next);
  }
  return [...explained.values()];
}

const accessOf = { allow: 'ALLOW', mask: 'MASK', unknown: 'BY_ROW', deny: 'DENY' } as const;

function told(coordinate: Coordinate, decision: Decision): ExplainedField {
  const isDenied = decision.kind === 'deny';
  return {
    coordinate,
    access: accessOf[decision.kind],
    reason: isDenied ? decision.brief : null,
    requestable: isDenied && decision.requestable,
  };
}

const closedness: readonly ExplainedAccess[] = ['ALLOW', 'MASK', 'BY_ROW', 'DENY'];

function isMoreClosed(one: ExplainedField, other: ExplainedField): boolean {
  return closedness.indexOf(one.access) > closedness.indexOf(other.access);
}

/** The types of which the caller may not see every record, of those that the operation reads. */
export async function typesByRow(fields: readonly AskedField[], asker: Asker): Promise<readonly string[]> {
  const { policy, caller, circumstances } = asker;
  const decisions = createDecisions(policy, caller, () => {}, circumstances);
  const found: string[] = [];
  for (const typeName of new Set(fields.map(({ coordinate }) => coordinate.split('.')[0]!))) {
    const rows = policy.rowsOf(typeName);
    if (rows && (await decisions.decide(rows)).kind !== 'allow') found.push(typeName);
  }
  return found;
}
