// What the standard (ODCS 3.0 to 3.2) has beside what Gordian reads: kept as it is written, and checked, so that an error in it is
// found here and not by the next tool.
import type { MappingShape, Shape } from './check-shape.ts';

const texts: Shape = { listOf: 'text' };

const customProperties: Shape = {
  listOf: {
    required: { property: 'text', value: 'anything' },
    optional: { id: 'text', description: 'text', vendor: 'text' },
  },
};

const authoritativeDefinitions: Shape = {
  listOf: { required: { url: 'text', type: 'text' }, optional: { id: 'text', description: 'text' } },
};

const annotated = { id: 'text', tags: texts, authoritativeDefinitions, customProperties } as const;

const context: Shape = {
  either: [
    'text',
    {
      required: {},
      optional: {
        instructions: 'text',
        verifiedStatements: {
          listOf: { required: { question: 'text' }, optional: { ...annotated, answer: 'text' } },
        },
        constraints: { listOf: { required: { constraint: 'text' }, optional: annotated } },
      },
    },
  ],
};

const synonyms: Shape = {
  listOf: {
    required: { synonym: 'text' },
    optional: { id: 'text', description: 'text', locale: 'text', source: 'text', status: 'text', customProperties },
  },
};

const ends: Shape = { either: ['text', texts] };
const relationship = { id: 'text', type: { words: ['foreignKey'] }, customProperties } as const;

const role: MappingShape = {
  required: { role: 'text' },
  optional: {
    id: 'text',
    description: 'text',
    access: 'text',
    firstLevelApprovers: 'text',
    secondLevelApprovers: 'text',
    customProperties,
  },
};

/** Of types and fields alike. */
const ofElements = {
  id: 'text',
  authoritativeDefinitions,
  synonyms,
  context,
  physicalType: 'text',
} as const satisfies Record<string, Shape>;

const enumeration: Shape = {
  listOf: { required: { value: 'scalar' }, optional: { ...annotated, label: 'text', description: 'text' } },
};

/** The fields of a nested object, the items of a list, the keys and values of a map. */
const nested = (required: MappingShape['required']) => (): Shape => ({
  required,
  optional: {
    ...keptOfFields,
    ...annotated,
    name: 'text',
    description: 'text',
    businessName: 'text',
    physicalName: 'text',
    logicalType: { words: nestedTypes },
    required: 'boolean',
    primaryKey: 'boolean',
    deprecated: 'boolean',
    classification: 'text',
    transformSourceObjects: texts,
    transformLogic: 'text',
    transformDescription: 'text',
    examples: { listOf: 'anything' },
    quality: { listOf: 'anything' },
  },
});

const nestedTypes = 'string date timestamp time number integer object array boolean map vector'.split(' ');
const nestedValue = nested({});

export const keptOfContracts = {
  tenant: 'text',
  dataProduct: 'text',
  contractCreatedTs: 'text',
  slaDefaultElement: 'text',
  authoritativeDefinitions,
  context,
} as const satisfies Record<string, Shape>;

export const keptOfTypes = {
  ...ofElements,
  businessName: 'text',
  dataGranularityDescription: 'text',
  relationships: { listOf: { required: { from: ends, to: ends }, optional: relationship } },
} as const satisfies Record<string, Shape>;

export const keptOfFields: Readonly<Record<string, Shape>> = {
  ...ofElements,
  primaryKeyPosition: 'integer',
  unique: 'boolean',
  partitioned: 'boolean',
  partitionKeyPosition: 'integer',
  criticalDataElement: 'boolean',
  encryptedName: 'text',
  semanticType: { words: ['column', 'measure', 'dimension'] },
  logicalTypeOptions: 'anything',
  enum: enumeration,
  relationships: { listOf: { required: { to: ends }, optional: relationship } },
  properties: { listOf: nested({ name: 'text' }) },
  items: nestedValue,
  map: { required: { key: nestedValue, value: nestedValue }, optional: {} },
};

export const keptOfTeams = { id: 'text', tags: texts, authoritativeDefinitions } as const satisfies Record<
  string,
  Shape
>;

export const keptOfMembers = {
  ...annotated,
  description: 'text',
  replacedByUsername: 'text',
} as const satisfies Record<string, Shape>;

export const keptOfSupport = { id: 'text', invitationUrl: 'text', customProperties } as const satisfies Record<
  string,
  Shape
>;
export const keptOfRoles = { id: 'text', customProperties } as const satisfies Record<string, Shape>;
export const keptOfPrices = { id: 'text' } as const satisfies Record<string, Shape>;
export const keptOfDescriptions = { authoritativeDefinitions, customProperties } as const satisfies Record<
  string,
  Shape
>;
export const keptOfQuality = { authoritativeDefinitions, customProperties } as const satisfies Record<string, Shape>;

export const keptOfSlas = {
  valueExt: 'scalar',
  scheduler: 'text',
  schedule: 'text',
  authoritativeDefinitions,
} as const satisfies Record<string, Shape>;

/** Of a server of any type. */
export const keptOfServers = { id: 'text', roles: { listOf: role }, customProperties } as const satisfies Record<
  string,
  Shape
>;
