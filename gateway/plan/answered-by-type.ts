// Fields that a subgraph answers alike for all entities of a type, such as what stands behind its records: one of them is asked about
// for all. The subgraph says so itself with tags, which composition keeps; see schema/answered-by-type.ts.
import { type DocumentNode, Kind, visit } from 'graphql';
import { byRowTag, byTypeTag } from '../../schema/answered-by-type.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { hasTag } from './field-tags.ts';
import { entityFields } from './trim-fetch.ts';

/** @returns whether a fetch of entities, given its document, is answered alike for all of a type */
export type IsAnsweredByType = (document: DocumentNode) => boolean;

export interface AnsweredByType {
  /** Of entities. */
  readonly coordinates: ReadonlySet<Coordinate>;
  /** Below them, of what differs all the same. */
  readonly exceptions: ReadonlySet<string>;
}

/** @param supergraph as composed */
export function readAnsweredByType(supergraph: DocumentNode): AnsweredByType {
  const coordinates = new Set<Coordinate>();
  const exceptions = new Set<string>();
  for (const definition of supergraph.definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      if (hasTag(field, byTypeTag)) coordinates.add(fieldCoordinate(definition.name.value, field.name.value));
      if (hasTag(field, byRowTag)) exceptions.add(field.name.value);
    }
  }
  return { coordinates, exceptions };
}

/** @param guarded types of which the subgraph may judge each record by itself: there every record is asked about */
export function isAnsweredByType(
  { coordinates, exceptions }: AnsweredByType,
  guarded: ReadonlySet<string>,
): IsAnsweredByType {
  if (coordinates.size === 0) return () => false;
  return (document) => {
    const fields = entityFields(document).filter(({ field }) => field.name.value !== '__typename');
    const isAlike = fields.every(
      ({ type, field }) => coordinates.has(fieldCoordinate(type, field.name.value)) && !guarded.has(type),
    );
    return fields.length > 0 && isAlike && !mentions(document, exceptions);
  };
}

function mentions(document: DocumentNode, names: ReadonlySet<string>): boolean {
  let found = 0;
  visit(document, {
    Field({ name }) {
      if (names.has(name.value)) found++;
    },
  });
  return found > 0;
}
