// Fields with @requires that can do without some of their inputs. The subgraph says so with a tag; see schema/optional-inputs.ts.
import { type DocumentNode, Kind } from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { optionalInputsTag } from '../../schema/optional-inputs.ts';
import { hasTag } from './field-tags.ts';

/** @param supergraph as composed */
export function readOptionalInputs(supergraph: DocumentNode): ReadonlySet<Coordinate> {
  return new Set(
    supergraph.definitions.flatMap((definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION
        ? (definition.fields ?? [])
            .filter((field) => hasTag(field, optionalInputsTag))
            .map((field) => fieldCoordinate(definition.name.value, field.name.value))
        : [],
    ),
  );
}
