// Two tiny domains, small enough to compute every expectation by hand, and the metadata subgraph itself as it is in the
// repository.
import { packageFile } from '../../../kit/package-files.ts';
import { readSubgraphFolders, type SubgraphFolder } from '../../../schema/subgraph-folders.ts';

export function metadataFolder(): SubgraphFolder {
  return readSubgraphFolders(packageFile('subgraphs')).find(({ name }) => name === 'metadata')!;
}

interface Versions {
  readonly people?: string;
  readonly sales?: string;
}

export function twoDomains(versions: Versions = {}): SubgraphFolder[] {
  return [people(versions.people), sales(versions.sales)];
}

export function people(version = '1.0.0'): SubgraphFolder {
  return {
    name: 'people',
    file: 'subgraphs/people/schema.graphql',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key"])
scalar DateTime
type Query { person(id: ID!): Person }
"Someone we know."
type Person @key(fields: "id") {
  id: ID!
  "As on the passport."
  name: String
  region: String!
  nick: String @deprecated(reason: "Use name.")
  updatedAt: DateTime!
}
`,
    contracts: [{ file: 'subgraphs/people/contract.yaml', text: peopleContract(version) }],
  };
}

function peopleContract(version: string): string {
  return `apiVersion: v3.2.0
kind: DataContract
id: people/persons
name: Persons
version: ${version}
status: active
domain: people
tags: [golden-record]
description:
  purpose: Who we know.
team:
  name: People data
  members:
    - { username: ada.park, name: Ada Park, role: owner, dateIn: "2024-03-01" }
    - { username: joe.lind, name: Joe Lind, role: steward }
  customProperties:
    - { property: onCall, value: people-oncall }
support:
  - { channel: "#people", scope: interactive, url: "https://chat.example.com/people" }
servers:
  - { server: people, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: people }
schema:
  - name: Query
    properties:
      - { name: person, logicalType: object, classification: internal }
  - name: Person
    physicalName: person
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal, physicalName: id }
      - { name: name, logicalType: string, classification: confidential, tags: [pii, pii.name], physicalName: full_name }
      - { name: region, logicalType: string, required: true, classification: internal, transformSourceObjects: [person.region_code, region.name], transformLogic: name of the region }
      - { name: nick, logicalType: string, classification: internal, physicalName: nick }
      - { name: updatedAt, logicalType: timestamp, required: true, classification: internal, physicalName: updated_at }
slaProperties:
  - id: freshness
    property: freshness
    value: 10
    unit: m
    element: Person.updatedAt
    customProperties:
      - { property: target, value: 0.9 }
      - { property: window, value: PT1H }
  - { id: availability, property: availability, value: 99.9, unit: percent }
customProperties:
  - { property: capability, value: Know people }
`;
}

export function sales(version = '1.0.0'): SubgraphFolder {
  return {
    name: 'sales',
    file: 'subgraphs/sales/schema.graphql',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@external", "@requires"])
type Query { sale(id: ID!): Sale }
type Sale @key(fields: "id") { id: ID! amount: Float! buyer: Person! }
type Person @key(fields: "id") {
  id: ID!
  region: String! @external
  spent: Float
  discount: Float @requires(fields: "region")
}
`,
    contracts: [
      { file: 'subgraphs/sales/contract.yaml', text: salesContract(version) },
      { file: 'subgraphs/sales/best-buyers.contract.yaml', text: bestBuyersContract },
    ],
  };
}

function salesContract(version: string): string {
  return `apiVersion: v3.2.0
kind: DataContract
id: sales/sales
name: Sales
version: ${version}
status: active
domain: sales
team: { name: Sales data }
servers:
  - { server: sales, type: postgres, host: 127.0.0.1, port: 5432, database: d, schema: sales }
schema:
  - name: Query
    properties:
      - { name: sale, logicalType: object, classification: internal }
  - name: Sale
    physicalName: sale
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal, physicalName: id }
      - { name: amount, logicalType: number, required: true, classification: internal, physicalName: amount }
      - { name: buyer, logicalType: object, required: true, classification: internal, physicalName: person_id }
  - name: Person
    properties:
      - { name: spent, logicalType: number, classification: internal, transformSourceObjects: [Sale.amount], transformLogic: sum }
`;
}

const bestBuyersContract = `apiVersion: v3.2.0
kind: DataContract
id: sales/best-buyers
name: Best buyers
version: 1.0.0
status: active
domain: sales
team: { name: Insights }
price: { priceAmount: 0.004, priceCurrency: EUR, priceUnit: request }
schema:
  - name: Person
    properties:
      - { name: discount, logicalType: number, classification: internal, transformSourceObjects: [Person.spent], transformLogic: by band }
customProperties:
  - { property: productKind, value: consumerAligned }
  - property: inputs
    value:
      - { product: sales/sales, version: ^1.0.0 }
      - { product: people/persons, fields: [Person.region] }
`;
