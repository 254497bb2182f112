// What the viewer may read of a field: as the gateway judges it in this operation, which has the reason, or else as the catalogue
// says of the product.

import type { Tone } from '../../parts/tone.ts';
import type { Explanation } from '../before-run/explain.ts';
import type { KnownField } from './known-field.ts';

export interface FieldAccess {
  readonly word: string;
  readonly tone: Tone;
  readonly reason: string;
  readonly requestable: boolean;
}

const described = {
  DENIED: { word: 'denied', tone: 'denied' },
  MASKED: { word: 'masked', tone: 'warning' },
  BY_ROW: { word: 'of some records', tone: 'neutral' },
  STALE: { word: 'too old', tone: 'warning' },
  ALLOWED: { word: 'allowed', tone: 'good' },
  UNKNOWN: { word: 'not known', tone: 'neutral' },
} as const;

export function accessTo(
  field: Pick<KnownField, 'coordinate' | 'product'>,
  explanation: Explanation | null,
): FieldAccess {
  const judged = explanation?.access.fields.find(({ coordinate }) => coordinate === field.coordinate);
  if (judged) {
    const { access, reason = '', requestable = false } = judged;
    return { ...described[access], reason, requestable };
  }
  const access = ofProduct(field);
  // Whoever reads a masked value may want it clear.
  return { ...described[access], reason: '', requestable: access === 'DENIED' || access === 'MASKED' };
}

function ofProduct({ coordinate, product: { myAccess } }: Pick<KnownField, 'coordinate' | 'product'>) {
  if (!myAccess) return 'UNKNOWN';
  if (myAccess.deniedFields.includes(coordinate)) return 'DENIED';
  if (myAccess.maskedFields.includes(coordinate)) return 'MASKED';
  return myAccess.fieldsByRow.includes(coordinate) ? 'BY_ROW' : 'ALLOWED';
}
