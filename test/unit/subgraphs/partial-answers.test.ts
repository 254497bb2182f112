// A subgraph that is down costs its own fields and nothing else. That holds only where a null can stop: at every root
// field, at every field that one domain adds to an entity of another, and at every field that leads to such an entity.
import {
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { readOptionalInputs } from '../../../gateway/plan/optional-inputs.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { readSubgraphFolders } from '../../../schema/subgraph-folders.ts';
import { readSubgraphSdl } from '../../../schema/subgraph-sdl.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';

const { schema, supergraphSdl, classifications } = composeRealSupergraph();
const keys = keyFields();
const fields = fieldsOf(schema);

interface ComposedField {
  readonly coordinate: string;
  readonly type: string;
  readonly domain: string | undefined;
  readonly field: GraphQLField<unknown, unknown>;
}

const rootFields = fields.filter(({ type }) => type === 'Query' || type === 'Mutation');
const contributed = fields.filter(({ type, domain }) => keys.has(type) && domain !== ownerOf(type));
const leadingElsewhere = fields.filter(({ field, domain }) =>
  objectsBehind(field).some((target) => keys.has(target) && domain !== ownerOf(target)),
);

describe.each([
  ['a root field', rootFields, 'Query.customer'],
  ['a field added to an entity of another domain', contributed, 'Customer.orders'],
  ['a field that leads to an entity of another domain', leadingElsewhere, 'Ticket.customer'],
])('%s', (_what, concerned, example) => {
  test('is found at all', () => {
    expect(concerned.map(({ coordinate }) => coordinate)).toContain(example);
  });

  test.each(concerned)('$coordinate can be null', ({ field }) => {
    expect(isNonNullType(field.type), String(field.type)).toBe(false);
  });
});

test('the provenance of every entity is held to the same rule', () => {
  const withProvenance = contributed.filter(({ coordinate }) => coordinate.endsWith('.provenance'));
  expect(withProvenance.map(({ type }) => type)).toEqual(expect.arrayContaining(['Customer', 'Order', 'Ticket']));
});

test('what is put together from several domains does without those that are down, if it says what it lacked', () => {
  const lenient = readOptionalInputs(parse(supergraphSdl));
  expect([...lenient]).toEqual(['Customer.profile360']);
  expect(Object.keys((schema.getType('Customer360') as GraphQLObjectType).getFields())).toContain('missingInputs');
});

/** An entity belongs to the domain whose contract promises its key. */
function ownerOf(entity: string): string | undefined {
  return classifications.get(`${entity}.${keys.get(entity)}`)?.domain;
}

/** An interface or a union leads to each of its types. */
function objectsBehind({ type }: ComposedField['field']): string[] {
  const named = getNamedType(type);
  return (isAbstractType(named) ? schema.getPossibleTypes(named) : [named]).map(({ name }) => name);
}

/** By entity, the first field of its key. */
function keyFields(): ReadonlyMap<string, string> {
  const subgraphs = readSubgraphFolders(packageFile('subgraphs')).map(
    ({ sdl, file }) => readSubgraphSdl(sdl, file).sdl!,
  );
  const entities = subgraphs.flatMap(({ types }) => [...types.values()]).filter(({ keys }) => keys.length > 0);
  return new Map(entities.map(({ name, keys }) => [name, keys[0]!.fields.split(/\s/)[0]!]));
}

function fieldsOf(composed: GraphQLSchema): ComposedField[] {
  return Object.values(composed.getTypeMap()).flatMap((type) => {
    if (!(isObjectType(type) || isInterfaceType(type)) || type.name.startsWith('__')) return [];
    return Object.values(type.getFields()).map((field) => {
      const coordinate = `${type.name}.${field.name}`;
      return { coordinate, type: type.name, domain: classifications.get(coordinate)?.domain, field };
    });
  });
}
