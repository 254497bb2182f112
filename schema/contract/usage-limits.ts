// Where and for what the values of a field may be used, whoever may read it: as a contract says it for the whole product, and for
// a field in its place.
import { booleanOf, child, invalid, type Mapping, stringsOf } from './yaml-mapping.ts';

export interface UsageLimits {
  /** Regions in which the values may be processed; empty: anywhere. */
  readonly residency: readonly string[];
  /** Purposes for which they may be used; empty: any. */
  readonly purposes: readonly string[];
  /** True while they are held for legal proceedings. */
  readonly legalHold: boolean;
}

/** The custom properties that `readUsageLimits` reads. */
export const usageLimits: readonly string[] = ['residency', 'purposes', 'legalHold'];

const unlimited: UsageLimits = { residency: [], purposes: [], legalHold: false };

/** @param ofProduct holds where the field says nothing of its own; a product on legal hold has no field that is not */
export function readUsageLimits(custom: Mapping, ofProduct: UsageLimits = unlimited): UsageLimits {
  return {
    residency: namesOf(custom, 'residency') ?? ofProduct.residency,
    purposes: namesOf(custom, 'purposes') ?? ofProduct.purposes,
    legalHold: booleanOf(custom, 'legalHold') || ofProduct.legalHold,
  };
}

function namesOf(custom: Mapping, property: string): string[] | null {
  if (child(custom, property) === null) return null;
  const names = stringsOf(custom, property);
  if (child(custom, property)?.items?.length === 0)
    invalid(custom, property, `"${property}" names nothing.`, 'Name at least one, or remove the property.');
  return names;
}
