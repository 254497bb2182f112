// The `schema` section of a contract: types, their fields, and what is promised of each.
import type { Sensitivity } from '../artefact.ts';
import { fieldCoordinate } from '../coordinates.ts';
import { checkKeys } from './check-shape.ts';
import type { ContractField, ContractObject, FieldSource, LogicalType, Server } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { isoDurationSeconds } from './durations.ts';
import { readSource } from './field-source.ts';
import { keptOfFields, keptOfTypes } from './kept-shapes.ts';
import { logicalTypes } from './logical-type.ts';
import { checkLogicalTypeOptions } from './logical-type-options.ts';
import { deprecationProperties, readCoordinate, readDeprecation } from './read-deprecation.ts';
import { checkFieldsOfRules, readQuality } from './read-quality.ts';
import { readUsageLimits, type UsageLimits, usageLimits } from './usage-limits.ts';
import type { YamlValue } from './yaml-document.ts';
import {
  booleanOf,
  child,
  choiceOf,
  type Findings,
  invalid,
  itemsOf,
  type Mapping,
  note,
  readMapping,
  stringOf,
  stringsOf,
} from './yaml-mapping.ts';

const shared = ['description', 'physicalName', 'tags', 'quality', 'customProperties', 'deprecated'];

const objectKeys = {
  required: ['name', 'properties'],
  optional: [...shared, ...Object.keys(keptOfTypes), 'logicalType'],
};

const fieldKeys = {
  // Without `classification` the field stays unclassified, which consistency.ts reports.
  required: ['name', 'logicalType'],
  optional: [
    ...shared,
    ...Object.keys(keptOfFields),
    ...['businessName', 'classification', 'required', 'primaryKey', 'examples'],
    ...['transformSourceObjects', 'transformLogic', 'transformDescription'],
  ],
};

const sensitivities: Readonly<Record<string, Sensitivity>> = {
  public: 'PUBLIC',
  internal: 'INTERNAL',
  confidential: 'CONFIDENTIAL',
  restricted: 'RESTRICTED',
};
const logicalTypeChoices = Object.fromEntries(logicalTypes.map((type) => [type, type])) as Record<
  LogicalType,
  LogicalType
>;

/** What the contract says of the product as a whole, which its fields are read with. */
export interface ProductFrame {
  readonly servers: readonly Server[];
  readonly limits: UsageLimits;
}

export function readObjects(contract: Mapping, frame: ProductFrame): ContractObject[] {
  const objects = itemsOf(contract, 'schema').flatMap((item) => readObject(item, frame, contract.findings));
  return withoutRepetition(objects, contract.findings, (name) => `The type "${name}" is listed twice.`);
}

function readObject(value: YamlValue, frame: ProductFrame, findings: Findings): ContractObject[] {
  const object = readMapping(value, objectKeys, findings);
  const name = object === null ? null : graphqlName(object);
  if (object === null || name === null) return [];
  choiceOf(object, 'logicalType', { object: 'object' });
  checkKeys(object.value, keptOfTypes, findings);
  const custom = readCustomProperties(object, deprecationProperties);
  const table = stringOf(object, 'physicalName');
  const fields = itemsOf(object, 'properties').flatMap((item) => readField(item, name, table, frame, findings));
  const quality = readQuality(object, name);
  checkFieldsOfRules(quality, fields, findings);
  return [
    {
      name,
      description: stringOf(object, 'description'),
      physicalName: table,
      tags: stringsOf(object, 'tags'),
      fields: withoutRepetition(fields, findings, (field) => `The field "${name}.${field}" is listed twice.`),
      quality,
      deprecation: readDeprecation(object, custom),
      place: child(object, 'name')!.place,
    },
  ];
}

function readField(
  value: YamlValue,
  typeName: string,
  table: string | null,
  { servers, limits }: ProductFrame,
  findings: Findings,
): ContractField[] {
  const field = readMapping(value, fieldKeys, findings);
  const name = field === null ? null : graphqlName(field);
  if (field === null || name === null) return [];
  const coordinate = fieldCoordinate(typeName, name);
  const custom = readCustomProperties(field, fieldProperties);
  const logicalType = choiceOf(field, 'logicalType', logicalTypeChoices);
  checkKeys(field.value, keptOfFields, findings);
  if (logicalType !== null) checkLogicalTypeOptions(field, logicalType);
  return [
    {
      coordinate,
      name,
      description: stringOf(field, 'description'),
      businessName: stringOf(field, 'businessName'),
      physicalName: stringOf(field, 'physicalName'),
      logicalType: logicalType ?? 'string',
      required: booleanOf(field, 'required'),
      primaryKey: booleanOf(field, 'primaryKey'),
      classification: choiceOf(field, 'classification', sensitivities),
      tags: stringsOf(field, 'tags'),
      quality: readQuality(field, coordinate),
      examples: itemsOf(field, 'examples').map(({ plain }) => plain),
      sources: readSources(field, table, servers),
      masking: booleanOf(custom, 'masking'),
      safeToDerive: booleanOf(custom, 'safeToDerive'),
      retention: readRetention(custom),
      deprecation: readDeprecation(field, custom),
      replaces: readCoordinate(custom, 'replaces'),
      limits: readLimits(field),
      ...readUsageLimits(custom, limits),
      place: child(field, 'name')!.place,
    },
  ];
}

const fieldProperties = ['masking', 'safeToDerive', 'retention', 'replaces', ...deprecationProperties, ...usageLimits];

/** What values may be, as plain data. */
function readLimits(field: Mapping): Readonly<Record<string, unknown>> {
  const given = ['logicalTypeOptions', 'enum', 'unique'].map((key) => [key, child(field, key)?.plain ?? null] as const);
  return Object.fromEntries(given.filter(([, plain]) => plain !== null && plain !== false));
}

function readSources(field: Mapping, table: string | null, servers: readonly Server[]): FieldSource[] {
  const transform = stringOf(field, 'transformLogic') ?? stringOf(field, 'transformDescription');
  const listed = itemsOf(field, 'transformSourceObjects');
  const column = stringOf(field, 'physicalName');
  if (listed.length === 0 && column !== null) {
    return sourceOf(
      column.includes('.') ? column : `${table ?? ''}.${column}`,
      child(field, 'physicalName')!,
      table === null && !column.includes('.'),
    );
  }
  return listed.flatMap((item) => sourceOf(String(item.plain), item, false));

  function sourceOf(text: string, value: YamlValue, tableMissing: boolean): FieldSource[] {
    // A column without a table is a name and no lineage; nothing is wrong with it.
    if (tableMissing) return [];
    const source = readSource(text, servers);
    if (source.urn !== null) return [{ urn: source.urn, transform, place: value.place }];
    note(field.findings, value.place, 'CONTRACT_INVALID_SOURCE', source.message, source.fix);
    return [];
  }
}

function readRetention(custom: Mapping): string | null {
  const retention = stringOf(custom, 'retention');
  if (retention === null || isoDurationSeconds(retention) !== null) return retention;
  invalid(custom, 'retention', `"${retention}" is not an ISO-8601 duration.`, 'Such as P3Y, P90D or PT12H.');
  return null;
}

function graphqlName(mapping: Mapping): string | null {
  const name = stringOf(mapping, 'name');
  if (name === null || /^[A-Za-z_]\w*$/.test(name)) return name;
  invalid(mapping, 'name', `"${name}" is not a GraphQL name.`, 'Write the name of the type or field as in the SDL.');
  return null;
}

interface Listed {
  readonly name: string;
  readonly place: ContractField['place'];
}

function withoutRepetition<T extends Listed>(
  entries: readonly T[],
  findings: Findings,
  message: (name: string) => string,
): T[] {
  const names = new Set<string>();
  return entries.filter(({ name, place }) => {
    if (!names.has(name)) return names.add(name);
    note(findings, place, 'CONTRACT_DUPLICATE', message(name), 'Keep one of the two.');
    return false;
  });
}
