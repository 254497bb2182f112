// What all callers of an operation with equal verdicts have alike, for the log and the audit: worked out once, and referred to by
// its hash. Coordinates and names of rules; no caller, and no value of an argument. Operations that set other inputs have another set.
import { sha256 } from '../../kit/audit-chain.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import type { Variables } from '../../policies/compiler/input-coordinates.ts';
import type { SupergraphArtefact } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import { withOrigins } from '../../schema/origins.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import { readFields } from '../authorize/read-fields.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';
import { usedInputs } from './used-inputs.ts';

export interface DecisionSet extends JudgedCoordinates {
  /** SHA-256 of the content. */
  readonly hash: string;
  /** The line of the spool that explains the hash. */
  readonly record: string;
  /** Whether it changes something, or reads or asks by what is RESTRICTED: then nothing is fetched before that is on record. */
  readonly isSensitive: boolean;
  /** The epoch of the spool in which it was written. */
  writtenIn: number | null;
}

/** A coordinate that is judged differently at two positions of the operation is in two of them. */
export interface JudgedCoordinates {
  readonly denied: readonly Coordinate[];
  readonly masked: readonly Coordinate[];
}

/** What an operation was judged by. */
export interface JudgingGeneration {
  readonly id: string;
  readonly artefact: Pick<SupergraphArtefact, 'id' | 'classifications'>;
  readonly policy: CompiledPolicy;
}

export interface DecisionSetFacts {
  readonly prepared: PreparedOperation;
  readonly generation: JudgingGeneration;
  readonly operation: AuthorizedOperation;
  /** Coerced. */
  readonly variables: Variables;
}

/** By the inputs that are set. Nearly all operations set the same ones each time; whoever does not, makes new sets. */
const setsOfOperation = new WeakMap<AuthorizedOperation, Map<string, DecisionSet>>();
const maximumOfOperation = 32;

export function decisionSetOf(facts: DecisionSetFacts): DecisionSet {
  const sets = setsOfOperation.get(facts.operation) ?? new Map<string, DecisionSet>();
  setsOfOperation.set(facts.operation, sets);
  const inputs = usedInputs(facts.operation, facts.variables);
  const key = inputs.join();
  const known = sets.get(key);
  if (known) return known;
  if (sets.size >= maximumOfOperation) sets.clear();
  const set = createDecisionSet(facts, inputs);
  sets.set(key, set);
  return set;
}

function createDecisionSet(
  { prepared, generation, operation }: DecisionSetFacts,
  inputs: readonly Coordinate[],
): DecisionSet {
  const { shown, byRow, masked, denied } = judgedCoordinates(operation);
  const content = JSON.stringify({
    kind: prepared.kind,
    operation: prepared.name,
    operationHash: prepared.hash,
    policy: generation.policy.version,
    schema: generation.artefact.id,
    ...(inputs.length > 0 && { inputs }),
    shown: [...shown],
    byRow: Object.fromEntries(byRow),
    masked: Object.fromEntries(masked),
    denied: Object.fromEntries(denied),
    rows: Object.fromEntries([...(operation.rows ?? [])].map(([typeName, { rule }]) => [typeName, rule])),
  });
  const hash = sha256(content);
  const classificationOf = (coordinate: Coordinate) => generation.artefact.classifications[coordinate];
  // A copy is what it is a copy of.
  const isRestricted = (coordinate: Coordinate) =>
    [...withOrigins(coordinate, classificationOf)].some((one) => classificationOf(one)?.level === 'RESTRICTED');
  const touched = [...shown, ...byRow.keys(), ...masked.keys(), ...inputs];
  return {
    hash,
    record: `{"kind":"decisions","hash":"${hash}","content":${content}}`,
    isSensitive: prepared.kind === 'mutation' || touched.some(isRestricted),
    denied: [...denied.keys()],
    masked: [...masked.keys()],
    writtenIn: null,
  };
}

/** By coordinate: nothing, or the rule that decided. */
function judgedCoordinates({ shape, verdicts }: AuthorizedOperation) {
  const shown = new Set<Coordinate>();
  const byRow = new Map<Coordinate, { rule: string }>();
  const masked = new Map<Coordinate, { rule: string; mask: string }>();
  const denied = new Map<Coordinate, { rule: string; code: string }>();
  // What lies below a field that is not fetched has no verdict.
  for (const { slot, coordinate } of readFields(shape.root, (field) => isFetched(verdicts[field.slot]))) {
    const verdict = verdicts[slot];
    if (!verdict) shown.add(coordinate);
    else if (verdict.kind === 'row') byRow.set(coordinate, { rule: verdict.rule });
    else if (verdict.kind === 'mask') masked.set(coordinate, { rule: verdict.rule, mask: verdict.mask });
    else if (verdict.kind === 'deny') denied.set(coordinate, { rule: verdict.rule, code: verdict.code });
  }
  return { shown, byRow, masked, denied };
}
