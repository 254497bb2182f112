// The extensions of a contract element: `customProperties: [{ property, value }]`. Names that Gordian does not know are
// allowed, they are what the list is for; a near miss of one that it knows is a warning.
import { nearest } from '../../kit/nearest.ts';
import { problemAt } from '../problem.ts';
import { child, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

/** @returns a mapping of the known properties that are given, so that the readers of yaml-mapping.ts apply */
export function readCustomProperties(mapping: Mapping, known: readonly string[]): Mapping {
  const entries = new Map<string, NonNullable<ReturnType<typeof entryOf>>>();
  for (const item of itemsOf(mapping, 'customProperties')) {
    const property = readMapping(
      item,
      { required: ['property', 'value'], optional: ['description', 'id', 'vendor'] },
      mapping.findings,
    );
    const name = property === null ? null : stringOf(property, 'property');
    if (property === null || name === null) continue;
    warnOfNearMiss(property, name, known);
    const entry = entryOf(property);
    if (entry === null) continue;
    if (entries.has(name))
      note(
        mapping.findings,
        property.place,
        'CONTRACT_DUPLICATE',
        `The property "${name}" is given twice.`,
        'Keep one of the two.',
      );
    entries.set(name, entry);
  }
  const plain = Object.fromEntries([...entries].map(([name, { value }]) => [name, value.plain]));
  const value = { ...mapping.value, entries, plain, items: null };
  return { ...mapping, value };
}

function entryOf(property: Mapping) {
  const value = child(property, 'value');
  return value === null ? null : { keyPlace: property.place, value };
}

function warnOfNearMiss(property: Mapping, name: string, known: readonly string[]): void {
  const guess = known.includes(name) ? null : nearest(name, known);
  if (guess === null) return;
  property.findings.push(
    problemAt(child(property, 'property')!.place, {
      code: 'CONTRACT_UNKNOWN_PROPERTY',
      severity: 'warning',
      message: `"${name}" is not a custom property that Gordian reads here.`,
      fix: `Did you mean "${guess}"?`,
    }),
  );
}
