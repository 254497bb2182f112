// Announcing here that a field goes: for what is decided between two versions of its contract.
import { badInput, textInput } from '../../../kit/user-input.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import { notFound } from '../access/access-services.ts';
import type { Person } from '../access/person.ts';
import { type FieldRow, fieldsByCoordinate, productsById } from '../catalogue/queries.ts';
import type { ProposalServices } from '../proposals/answer-proposal.ts';
import { requireProducer } from '../registry/acting.ts';
import { recordChange } from '../registry/record-change.ts';
import { saveDeprecations } from './queries.ts';

export interface DeprecationInput {
  readonly coordinate: Coordinate;
  readonly reason: string;
  readonly replacement?: Coordinate | null;
  readonly sunsetAt: Date;
}

export async function deprecateField(
  { database, clock }: ProposalServices,
  person: Person,
  { coordinate, replacement = null, sunsetAt, ...input }: DeprecationInput,
): Promise<FieldRow> {
  const reason = textInput('reason', input.reason, 3, 1_000);
  return database.transaction(async (transaction) => {
    const now = clock.now();
    const wanted = [coordinate, ...(replacement === null ? [] : [replacement])];
    const fields = await fieldsByCoordinate(transaction, wanted);
    const field = fields.find((one) => one.coordinate === coordinate);
    if (field === undefined) throw notFound('field');
    const [product] = await productsById(transaction, [field.productId]);
    requireProducer(person, product!.ownerTeam);
    if (fields.length < wanted.length || replacement === coordinate)
      throw badInput('replacement', 'must be another field of the graph');
    if (sunsetAt <= now) throw badInput('sunsetAt', 'must lie ahead');
    const declared = { coordinate, reason, replacement, since: now, sunsetAt, declaredBy: person.subject };
    await saveDeprecations(transaction, [{ ...declared, origin: 'REGISTRY' }]);
    await recordChange(transaction, person, {
      action: 'contract.field-deprecated',
      target: product!.urn,
      at: now,
      payload: { coordinate, reason, replacement, sunsetAt },
    });
    return field;
  });
}
