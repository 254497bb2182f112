// ODCS YAML in, contract or problems out. Reads to the end and notes everything that is wrong, each with line, column and
// fix. What the SDL says of the same fields is compared in consistency.ts.

import { hasErrors, type Place, type Problem, problemAt } from '../problem.ts';
import { parseRange, rangeForms } from '../semantic-version-range.ts';
import { checkKeys } from './check-shape.ts';
import type {
  Contract,
  ContractDescription,
  ContractObject,
  LifecycleStatus,
  Price,
  ProductInput,
  ProductKind,
} from './contract.ts';
import { productUrn } from './contract.ts';
import { readCustomProperties } from './custom-properties.ts';
import { keptOfContracts, keptOfDescriptions, keptOfPrices } from './kept-shapes.ts';
import { readObjects } from './read-objects.ts';
import { readOwner, readRoles, readSupport } from './read-ownership.ts';
import { readServers } from './read-servers.ts';
import { readServiceLevels } from './read-slas.ts';
import { readUsageLimits, usageLimits } from './usage-limits.ts';
import { readYaml, type YamlValue } from './yaml-document.ts';
import {
  booleanOf,
  child,
  choiceOf,
  type Findings,
  invalid,
  itemsOf,
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

/** Never throws. */
export function readContract(text: string, file: string): ContractReading {
  const read = readYaml(text, file);
  if (read.root === null) return { contract: null, problems: read.problems };
  const findings: Findings = [];
  const top = readMapping(read.root, keys, findings);
  const contract = top === null ? null : readTop(top, text, file);
  return { contract: hasErrors(findings) ? null : contract, problems: findings };
}

const productProperties = [
  ...['productKind', 'inputs', 'capability', 'billingTag', 'rowFiltered', 'republication', 'ownerTeam'],
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

function checkStandard(top: Mapping): void {
  const standard = stringOf(top, 'apiVersion');
  if (standard !== null && !/^v3\.[012]\.\d+$/.test(standard))
    invalid(top, 'apiVersion', `ODCS ${standard} is not read here.`, 'Write v3.2.0; v3.0.x and v3.1.x are read too.');
  choiceOf(top, 'kind', { DataContract: true });
}

function readIdentity(top: Mapping): Pick<Contract, 'id' | 'product' | 'urn' | 'name' | 'domain'> | null {
  const id = stringOf(top, 'id');
  const name = stringOf(top, 'name');
  const domain = stringOf(top, 'domain');
  if (id === null || name === null || domain === null) return null;
  if (!productId.test(id))
    invalid(
      top,
      'id',
      `"${id}" is not a product id.`,
      'Write <domain>/<product> in lower case, such as customers/customer-profile.',
    );
  else if (!id.startsWith(`${domain}/`))
    invalid(
      top,
      'domain',
      `The id "${id}" belongs to another domain than "${domain}".`,
      `Write domain: ${id.split('/')[0]}, or change the id.`,
    );
  return { id, product: id, urn: productUrn(id), name, domain };
}

const productId = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;

function readVersion(top: Mapping): string | null {
  const version = stringOf(top, 'version');
  if (version === null || /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/.test(version)) return version;
  invalid(top, 'version', `"${version}" is not a semantic version.`, 'Write three numbers, such as 1.0.0.');
  return null;
}

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

function readInputs(custom: Mapping): ProductInput[] {
  return itemsOf(custom, 'inputs').flatMap((item) => readInput(item, custom.findings));
}

function readInput(item: YamlValue, findings: Findings): ProductInput[] {
  const input = readMapping(item, { required: ['product'], optional: ['version', 'fields'] }, findings);
  const product = input === null ? null : stringOf(input, 'product');
  if (input === null || product === null) return [];
  if (!productId.test(product)) {
    findings.push(
      problemAt(child(input, 'product')!.place, {
        code: 'CONTRACT_INVALID_VALUE',
        severity: 'error',
        message: `"${product}" is not a product id.`,
        fix: 'Write <domain>/<product>, such as orders/orders.',
      }),
    );
  }
  return [{ product, version: readVersionRange(input), fields: stringsOf(input, 'fields'), place: input.place }];
}

function readVersionRange(input: Mapping): string | null {
  const range = stringOf(input, 'version');
  if (range === null || parseRange(range) !== null) return range;
  invalid(input, 'version', `"${range}" is not a range of versions.`, rangeForms);
  return null;
}
