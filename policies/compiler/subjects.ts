// What a policy decides about: every field of every object and input type, and the values of enums that arguments take.
import {
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isObjectType,
} from 'graphql';
import type { Steps } from '../../kit/in-slices.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { fieldCoordinate } from '../../schema/coordinates.ts';
import type { Subject } from '../guardrails/guardrail.ts';
import { isMachinery } from './federation-machinery.ts';
import { filterTypesOf } from './input-coordinates.ts';
import type { InputLinks } from './input-links.ts';

export function* subjectsOf(schema: GraphQLSchema, classifications: Classifications): Steps<Subject[]> {
  const filters = filterTypesOf(schema);
  const mutation = schema.getMutationType()?.name;
  const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));
  const subjects: Subject[] = [];
  for (const type of types) {
    if (isObjectType(type))
      subjects.push(...fieldsOf(type, type.name === mutation ? 'mutation' : 'output', classifications));
    if (isInputObjectType(type))
      subjects.push(...fieldsOf(type, filters.has(type.name) ? 'filter' : 'payload', classifications));
    yield;
  }
  return subjects;
}

/** No contract speaks of them: they are as sensitive as the first field that they order by, and without one not at all. */
export function enumSubjects({ enums, byInput }: InputLinks, classifications: Classifications): Subject[] {
  return enums.flatMap((type) =>
    type.getValues().map(({ name }) => {
      const coordinate = fieldCoordinate(type.name, name);
      const [told = ''] = byInput.get(coordinate) ?? [];
      return { coordinate, kind: 'filter' as const, classification: classifications.get(told) };
    }),
  );
}

function fieldsOf(
  type: GraphQLObjectType | GraphQLInputObjectType,
  kind: Subject['kind'],
  classifications: Classifications,
): Subject[] {
  return Object.keys(type.getFields())
    .map((name) => fieldCoordinate(type.name, name))
    .filter((coordinate) => !isMachinery(coordinate))
    .map((coordinate) => ({ coordinate, kind, classification: classifications.get(coordinate) }));
}
