// What the viewer may read of one field, by what is known of the whole product. Pure.

import type { AccessFragment } from '../generated/graph.ts';
import type { Tone } from '../parts/tone.ts';

export interface FieldsByAccess extends AccessFragment {
  readonly clearFields: readonly string[];
}

export interface FieldAccess {
  readonly word: string;
  readonly tone: Tone;
  /** Whether more could be asked for. */
  readonly canAsk: boolean;
}

/** Null while nobody knows, and for what is no data: inputs, and fields that change something. */
export function fieldAccess(access: FieldsByAccess | null, coordinate: string): FieldAccess | null {
  if (access === null) return null;
  if (access.deniedFields.includes(coordinate)) return { word: 'Denied', tone: 'denied', canAsk: true };
  if (access.maskedFields.includes(coordinate)) return { word: 'Masked', tone: 'warning', canAsk: true };
  if (access.fieldsByRow.includes(coordinate)) return { word: 'By record', tone: 'warning', canAsk: false };
  return access.clearFields.includes(coordinate) ? { word: 'Clear', tone: 'good', canAsk: false } : null;
}
