// Of which coordinates a use is a use of what changes.
import { expect, test } from 'vitest';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { type ChangeKindName, changeOf } from '../../../../schema/contract-changes/change-kinds.ts';
import { readSubgraphSdl } from '../../../../schema/subgraph-sdl.ts';
import { usedCoordinates } from '../../../../subgraphs/metadata/registry/verdict/used-coordinates.ts';
import { people } from '../../../integration/metadata/two-domains.ts';

const sdl = `type Query { person(id: ID!, in: Region): Person  persons(filter: Filter): [Person!] }
input Filter { region: Region  name: String }
enum Region { EAST WEST }
type Person { id: ID!  home: Region!  pet: Pet }
union Pet = Cat | Dog
type Cat { id: ID! } type Dog { id: ID! }`;
const version = {
  contract: readContract(people().contracts[0]!.text, 'contract.yaml').contract!,
  sdl: readSubgraphSdl(sdl, 'schema.graphql').sdl!,
};
const all = ['Query.person', 'Person.id', 'Person.name', 'Person.region', 'Person.nick', 'Person.updatedAt'];

test.each<[ChangeKindName, string, string[]]>([
  ['FIELD_REMOVED', 'Person.home', ['Person.home']],
  ['TYPE_REMOVED', 'Cat', ['Cat']],
  ['ARGUMENT_REMOVED', 'Query.person(in:)', ['Query.person(in:)']],
  ['REQUIRED_ARGUMENT_ADDED', 'Query.person(tenant:)', ['Query.person']],
  ['ARGUMENT_REQUIRED', 'Query.person(in:)', ['Query.person']],
  ['INPUT_FIELD_REMOVED', 'Filter.name', ['Filter.name']],
  ['REQUIRED_INPUT_FIELD_ADDED', 'Filter.tenant', ['Filter']],
  ['ENUM_VALUE_REMOVED', 'Region.EAST', ['Query.person(in:)', 'Filter.region', 'Person.home']],
  ['UNION_MEMBER_REMOVED', 'Pet', ['Person.pet']],
  ['SLA_RELAXED', 'people/persons', all],
  // Nothing can be told of it: whoever uses the product at all.
  ['DIRECTIVE_REMOVED', '@slow', all],
])('%s at %s', (kind, coordinate, expected) => {
  expect(usedCoordinates(changeOf(kind, coordinate, {}, null, ''), version)).toEqual(expected);
});
