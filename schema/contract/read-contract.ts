// ODCS YAML in, contract or problems out. Reads to the end and notes everything that is wrong, each with line, column and
// fix. What the SDL says of the same fields is compared in consistency.ts.

import { LRUCache } from 'lru-cache';
import { hasErrors, type Place, type Problem } from '../problem.ts';
import { checkKeys } from './check-shape.ts';
import type { Contract, ContractDescription, ContractObject, LifecycleStatus, Price, ProductKind } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { keptOfContracts, keptOfDescriptions, keptOfPrices } from './kept-shapes.ts';
import { checkStandard, readIdentity, readVersion } from './read-identity.ts';
import { readInputs } from './read-inputs.ts';
import { readLintLevels } from './read-lint-levels.ts';
import { readObjects } from './read-objects.ts';
import { readOwner, readRoles, readSupport } from './read-ownership.ts';
import { readServers } from './read-servers.ts';
import { readServiceLevels } from './read-slas.ts';
import { readUsageLimits, usageLimits } from './usage-limits.ts';
import { readYaml } from './yaml-document.ts';
import {
  booleanOf,
  child,
  choiceOf,
  type Findings,
  type Mapping,
  note,
  numberOf,
  readMapping,
  stringOf,
  stringsOf,
} from './yaml-mapping.ts';

export interface ContractReading {
  /** Null when an error stands in the way; with warnings alone there is a contract. */
  readonly contract: Contract | null;
  readonly problems: readonly Problem[];
}

const keys = {
  required: ['apiVersion', 'kind', 'id', 'name', 'version', 'status', 'domain', 'team', 'schema'],
  optional: [
    ...['description', 'support', 'servers', 'slaProperties', 'roles', 'price', 'tags', 'customProperties'],
    ...Object.keys(keptOfContracts),
  ],
};

/** A registration reads the contracts that are in force at several steps, and the next one reads them again. In characters of text. */
const readings = new LRUCache<string, ContractReading>({ maxSize: 2_000_000 });

/** Never throws. */
export function readContract(text: string, file: string): ContractReading {
  const key = `${file}\n${text}`;
  const known = readings.get(key);
  if (known !== undefined) return known;
  const reading = readAnew(text, file);
  readings.set(key, reading, { size: key.length });
  return reading;
}

function readAnew(text: string, file: string): ContractReading {
  const read = readYaml(text, file);
  if (read.root === null) return { contract: null, problems: read.problems };
  const findings: Findings = [];
  const top = readMapping(read.root, keys, findings);
  const contract = top === null ? null : readTop(top, text, file);
  return { contract: hasErrors(findings) ? null : contract, problems: findings };
}

const productProperties = [
  ...['productKind', 'inputs', 'capability', 'billingTag', 'rowFiltered', 'republication', 'ownerTeam', 'schemaLint'],
  ...usageLimits,
];

function readTop(top: Mapping, text: string, file: string): Contract | null {
  checkStandard(top);
  checkKeys(top.value, keptOfContracts, top.findings);
  const identity = readIdentity(top);
  const servers = readServers(top);
  const custom = readCustomProperties(top, productProperties);
  const objects = readObjects(top, { servers, limits: readUsageLimits(custom) });
  checkRuleIds(top, objects);
  const owner = readOwner(top, custom);
  const version = readVersion(top);
  const status = choiceOf<LifecycleStatus>(top, 'status', statuses);
  const rest = {
    kind: choiceOf<ProductKind>(custom, 'productKind', productKinds) ?? 'SOURCE_ALIGNED',
    capability: stringOf(custom, 'capability'),
    billingTag: stringOf(custom, 'billingTag'),
    inputs: readInputs(custom),
    rowFiltered: booleanOf(custom, 'rowFiltered'),
    republicationForbiddenAt: readRepublication(custom),
    lint: readLintLevels(custom),
    description: readDescription(top),
    support: readSupport(top),
    ...readServiceLevels(top),
    roles: readRoles(top),
    price: readPrice(top),
    tags: stringsOf(top, 'tags'),
  };
  if (identity === null || owner === null || version === null || status === null) return null;
  const fields = new Map(objects.flatMap((object) => object.fields).map((field) => [field.coordinate, field]));
  const place = child(top, 'id')?.place ?? top.place;
  const versionPlace = child(top, 'version')?.place ?? top.place;
  const schemaPlace = top.value.entries?.get('schema')?.keyPlace ?? top.place;
  const places = { place, versionPlace, schemaPlace };
  return { ...identity, ...rest, owner, version, status, servers, objects, fields, file, ...places, text };
}

function checkRuleIds(top: Mapping, objects: readonly ContractObject[]): void {
  const ids = new Set<string>();
  const rules = objects.flatMap(({ quality, fields }) => [...quality, ...fields.flatMap((field) => field.quality)]);
  for (const { id, place } of rules) {
    if (ids.has(id))
      note(
        top.findings,
        place,
        'CONTRACT_DUPLICATE',
        `Two quality rules have the id "${id}".`,
        'Give each its own id.',
      );
    ids.add(id);
  }
}

const statuses = {
  proposed: 'PROPOSED',
  draft: 'DRAFT',
  active: 'ACTIVE',
  deprecated: 'DEPRECATED',
  retired: 'RETIRED',
} as const;
const productKinds = {
  sourceAligned: 'SOURCE_ALIGNED',
  aggregate: 'AGGREGATE',
  consumerAligned: 'CONSUMER_ALIGNED',
} as const;

function readRepublication(custom: Mapping): Place | null {
  const forbidden = choiceOf(custom, 'republication', { allowed: false, forbidden: true }) ?? false;
  return forbidden ? child(custom, 'republication')!.place : null;
}

function readDescription(top: Mapping): ContractDescription {
  const given = child(top, 'description');
  const optional = ['purpose', 'usage', 'limitations', ...Object.keys(keptOfDescriptions)];
  const description = given === null ? null : readMapping(given, { required: [], optional }, top.findings);
  if (given !== null) checkKeys(given, keptOfDescriptions, top.findings);
  const text = (key: string) => (description === null ? null : stringOf(description, key));
  return { purpose: text('purpose'), usage: text('usage'), limitations: text('limitations') };
}

function readPrice(top: Mapping): Price | null {
  const given = child(top, 'price');
  const optional = ['priceAmount', 'priceCurrency', 'priceUnit', ...Object.keys(keptOfPrices)];
  const price = given === null ? null : readMapping(given, { required: [], optional }, top.findings);
  if (given === null || price === null) return null;
  checkKeys(given, keptOfPrices, top.findings);
  return {
    amount: numberOf(price, 'priceAmount'),
    currency: stringOf(price, 'priceCurrency'),
    unit: stringOf(price, 'priceUnit'),
  };
}
