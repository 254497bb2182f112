// Whose a type is: the product that promises most of its fields. Others may add fields to it; its records are not theirs.
import type { Steps } from '../../kit/in-slices.ts';
import type { Classification, Classifications } from '../../schema/artefact.ts';

/** @returns by the name of a type, what its home says of one of its fields; undefined where no contract speaks of the type */
export function* typeHomes(classifications: Classifications): Steps<ReadonlyMap<string, Classification>> {
  const products = new Map<string, Map<string, Classification[]>>();
  for (const [coordinate, classification] of classifications) {
    const typeName = coordinate.slice(0, coordinate.indexOf('.'));
    const ofType = products.get(typeName) ?? new Map<string, Classification[]>();
    products.set(typeName, ofType);
    ofType.set(classification.product, [...(ofType.get(classification.product) ?? []), classification]);
    yield;
  }
  return new Map([...products].map(([typeName, ofType]) => [typeName, largest([...ofType.values()])]));
}

function largest(products: readonly (readonly Classification[])[]): Classification {
  const [home] = [...products].sort((a, b) => b.length - a.length || (a[0]!.product < b[0]!.product ? -1 : 1));
  return home![0]!;
}
