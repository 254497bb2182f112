// What an answer to an operation can be said to be made of, whoever asks and whenever: worked out once for all callers with equal
// verdicts. It speaks of coordinates of the schema that the caller may know, and of no others.
import type { Classification, Sensitivity, SupergraphArtefact } from '../../schema/artefact.ts';
import { compareLevels } from '../../schema/contract/strictness.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import { type AuthorizedOperation, isFetched, type Verdict } from '../authorize/authorized-operation.ts';
import { readFields } from '../authorize/read-fields.ts';
import { allFields } from '../operation/all-fields.ts';
import type { SelectionShape } from '../operation/shape.ts';

export interface OperationFacts {
  /** Of which something is read, masked or not. What several share is of none of them. */
  readonly products: readonly string[];
  readonly read: readonly Coordinate[];
  readonly masked: readonly Coordinate[];
  readonly denied: readonly Coordinate[];
  /** Of what is read clear; null when nothing of it is classified. */
  readonly maxSensitivity: Sensitivity | null;
}

/** A field where the answer has it; without indices of lists. */
export interface FieldFact {
  /** `customer.orders.nodes`, in the client's names */
  readonly path: string;
  readonly coordinate: Coordinate;
  readonly product?: string;
  readonly level?: Sensitivity;
  readonly access?: 'DENIED' | 'MASKED' | 'BY_ROW' | 'STALE';
}

type Classifications = SupergraphArtefact['classifications'];

const factsOf = new WeakMap<AuthorizedOperation, OperationFacts>();

/** @param classifications of the supergraph that the operation is of */
export function operationFacts(operation: AuthorizedOperation, classifications: Classifications): OperationFacts {
  const known = factsOf.get(operation) ?? workOut(operation, classifications);
  factsOf.set(operation, known);
  return known;
}

function workOut({ shape, verdicts }: AuthorizedOperation, classifications: Classifications): OperationFacts {
  const [read, masked, denied] = [new Set<Coordinate>(), new Set<Coordinate>(), new Set<Coordinate>()];
  for (const { slot, coordinate } of readFields(shape.root, (field) => isFetched(verdicts[field.slot]))) {
    const kind = verdicts[slot]?.kind;
    if (isFetched(verdicts[slot])) read.add(coordinate);
    if (kind === 'mask') masked.add(coordinate);
    if (kind === 'deny') denied.add(coordinate);
  }
  const classified = (coordinates: Iterable<Coordinate>): Classification[] =>
    [...coordinates].flatMap((coordinate) => classifications[coordinate] ?? []);
  const clear = [...read].filter((coordinate) => !masked.has(coordinate));
  return {
    products: [...new Set(classified(read).flatMap((one) => productOf(one) ?? []))].sort(),
    read: [...read],
    masked: [...masked],
    denied: [...denied],
    maxSensitivity: strictestOf(classified(clear)),
  };
}

/** The product that a field is read of; none where several have it alike. */
export function productOf(classification: Classification | undefined): string | undefined {
  return classification?.isShared ? undefined : classification?.product;
}

function strictestOf(classified: readonly Classification[]): Sensitivity | null {
  return classified.reduce<Sensitivity | null>(
    (strictest, { level }) => (compareLevels(level, strictest) > 0 ? level : strictest),
    null,
  );
}

/** More than an answer has room for. */
const maximumFields = 200;
const fieldsOf = new WeakMap<AuthorizedOperation, readonly FieldFact[]>();

/** In the order of the answer; cut off where nobody would be told of them any more. */
export function fieldFacts(operation: AuthorizedOperation, classifications: Classifications): readonly FieldFact[] {
  const known = fieldsOf.get(operation);
  if (known) return known;
  const { verdicts } = operation;
  const facts: FieldFact[] = [];
  const add = (selection: SelectionShape, around: string): void => {
    for (const field of [...allFields(selection).values()].flat()) {
      if (facts.length >= maximumFields) return;
      if (field.slot < 0) continue;
      const path = `${around}${field.responseName}`;
      const verdict = verdicts[field.slot];
      facts.push({ path, coordinate: field.coordinate, ...toldOf(verdict, classifications[field.coordinate]) });
      if (field.selection && isFetched(verdict)) add(field.selection, `${path}.`);
    }
  };
  add(operation.shape.root, '');
  fieldsOf.set(operation, facts);
  return facts;
}

/** Of what is denied nothing but that. */
function toldOf(
  verdict: Verdict | undefined,
  classification: Classification | undefined,
): Pick<FieldFact, 'product' | 'level' | 'access'> {
  if (verdict?.kind === 'deny') return { access: 'DENIED' };
  const product = productOf(classification);
  const level = classification?.level;
  return { ...(product && { product }), ...(level && { level }), ...(verdict && { access: accessOf[verdict.kind] }) };
}

const accessOf = { mask: 'MASKED', row: 'BY_ROW', stale: 'STALE' } as const;
