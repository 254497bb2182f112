// A domain with a field of every kind that access can be asked for, and who decides about it.
import type { SubgraphFolder } from '../../../../schema/subgraph-folders.ts';

export interface Changes {
  readonly version?: string;
  /** Of `Person.nick`. */
  readonly nickIs?: 'internal' | 'restricted';
}

export function staff({ version = '1.0.0', nickIs = 'internal' }: Changes = {}): SubgraphFolder {
  return {
    name: 'staff',
    file: 'subgraphs/staff/schema.graphql',
    sdl: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@inaccessible"])
type Query { person(id: ID!): Person }
type Mutation { dismiss(id: ID!): Person }
type Person @key(fields: "id") {
  id: ID!
  nick: String
  desk: String
  salary: Float
  grade: Float
  name: String
  badge: String
  badgeCopy: String
  clearance: String
  inside: String @inaccessible
}
`,
    contracts: [
      {
        file: 'subgraphs/staff/contract.yaml',
        text: `apiVersion: v3.2.0
kind: DataContract
id: staff/people
name: People
version: ${version}
status: active
domain: staff
team: { name: Staff office }
schema:
  - name: Query
    properties:
      - { name: person, logicalType: object, classification: internal }
  - name: Mutation
    properties:
      - { name: dismiss, logicalType: object, classification: internal }
  - name: Person
    properties:
      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal }
      - { name: nick, logicalType: string, classification: ${nickIs} }
      - { name: desk, logicalType: string, classification: internal }
      - name: salary
        logicalType: number
        classification: confidential
        customProperties: [{ property: purposes, value: [payroll] }]
      - { name: grade, logicalType: number, classification: confidential }
      - { name: name, logicalType: string, classification: confidential, tags: [pii, pii.name] }
      - { name: badge, logicalType: string, classification: restricted }
      - { name: clearance, logicalType: string, classification: restricted, tags: [secret] }
      - { name: inside, logicalType: string, classification: internal }
roles:
  - { role: "staff:confidential:read", access: read, firstLevelApprovers: "people-leads, works-council" }
  - { role: "staff:restricted:read", access: read, firstLevelApprovers: people-leads, secondLevelApprovers: security }
`,
      },
      {
        file: 'subgraphs/staff/badges.contract.yaml',
        text: `apiVersion: v3.2.0
kind: DataContract
id: staff/badges
name: Badges
version: 1.0.0
status: active
domain: staff
team: { name: Reception }
schema:
  - name: Person
    properties:
      - { name: badgeCopy, logicalType: string, classification: internal, transformSourceObjects: [Person.badge], transformLogic: copied }
customProperties:
  - { property: productKind, value: consumerAligned }
  - property: inputs
    value:
      - { product: staff/people, fields: [Person.badge] }
`,
      },
    ],
  };
}
