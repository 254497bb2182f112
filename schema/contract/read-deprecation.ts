// What is announced to go, and what takes its place. The standard has only `deprecated: true`; when and for what are customProperties.
import type { Coordinate } from '../coordinates.ts';
import type { Deprecation } from './contract.ts';
import { booleanOf, child, invalid, type Mapping, stringOf } from './yaml-mapping.ts';

/** The custom properties that `readDeprecation` reads. */
export const deprecationProperties: readonly string[] = ['replacedBy', 'sunset'];

/** @param element a type or a field
 *  @param custom its custom properties */
export function readDeprecation(element: Mapping, custom: Mapping): Deprecation | null {
  const deprecated = booleanOf(element, 'deprecated');
  const replacement = readCoordinate(custom, 'replacedBy');
  const sunset = readDate(custom, 'sunset');
  if (!deprecated && replacement === null && sunset === null) return null;
  return { replacement, sunset };
}

export function readCoordinate(custom: Mapping, property: string): Coordinate | null {
  const coordinate = stringOf(custom, property);
  if (coordinate === null || /^[A-Za-z_]\w*(\.\w+)?$/.test(coordinate)) return coordinate;
  invalid(
    custom,
    property,
    `"${coordinate}" is not a coordinate.`,
    'Write Type or Type.field as in the schema section.',
  );
  return null;
}

function readDate(custom: Mapping, property: string): string | null {
  const date = child(custom, property) === null ? null : stringOf(custom, property);
  if (date === null || isDate(date)) return date;
  invalid(custom, property, `"${date}" is not a date.`, 'Write year, month and day: 2027-01-31.');
  return null;
}

/** @param text such as `2027-01-31` */
export function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
