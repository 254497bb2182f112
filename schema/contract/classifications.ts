// What the contracts of all products say of each coordinate, as the policies and the registry read it.
import type { Classification, Classifications, Sensitivity } from '../artefact.ts';
import type { Coordinate } from '../coordinates.ts';
import { type Problem, problemAt } from '../problem.ts';
import type { Contract, ContractField } from './contract.ts';
import { coordinateOfUrn } from './field-source.ts';
import { compareLevels } from './strictness.ts';

interface Claim {
  readonly contract: Contract;
  readonly field: ContractField;
  readonly level: Sensitivity;
}

/** Where several contracts list a coordinate (shared value types, keys), the strictest classification holds, and all tags. */
export function classificationsOf(contracts: readonly Contract[]): Classifications {
  return new Map([...claimsOf(contracts)].map(([coordinate, claims]) => [coordinate, strictest(claims)]));
}

/** Warnings where two products classify one coordinate differently. */
export function findDisagreements(contracts: readonly Contract[]): Problem[] {
  return [...claimsOf(contracts)].flatMap(([coordinate, claims]) => {
    const [first, ...others] = inOrder(claims);
    const other = others.find(({ level }) => level !== first!.level);
    if (other === undefined) return [];
    return [
      problemAt(other.field.place, {
        code: 'CLASSIFICATION_DISAGREES',
        severity: 'warning',
        message: `${coordinate} is ${other.level} here and ${first!.level} in ${first!.contract.product}; the stricter one holds.`,
        fix: `Write classification: ${first!.level.toLowerCase()} here, or agree on another with the other product.`,
        related: [{ ...first!.field.place, message: `${first!.level} here` }],
      }),
    ];
  });
}

function claimsOf(contracts: readonly Contract[]): Map<Coordinate, Claim[]> {
  const claims = new Map<Coordinate, Claim[]>();
  for (const contract of contracts) {
    for (const field of contract.fields.values()) {
      // An unclassified field stays out of the map: what is not in the map is denied.
      if (field.classification === null) continue;
      const claim = { contract, field, level: field.classification };
      claims.set(field.coordinate, [...(claims.get(field.coordinate) ?? []), claim]);
    }
  }
  return claims;
}

function strictest(claims: readonly Claim[]): Classification {
  const [first] = inOrder(claims);
  const tags = new Set(claims.flatMap(({ field }) => field.tags));
  const derivedFrom = new Set(claims.flatMap(({ field }) => revealedBy(field)));
  return {
    level: first!.level,
    tags: [...tags].sort(),
    product: first!.contract.product,
    domain: first!.contract.domain,
    ...(derivedFrom.size > 0 && { derivedFrom: [...derivedFrom].sort() }),
    ...limitsOf(claims.map(({ field }) => field)),
    ...(first!.contract.rowFiltered && { rowFiltered: true }),
    ...(isAtHomeNowhere(claims) && { isShared: true }),
  };
}

/** No product promises more of the type than each other that promises any. */
function isAtHomeNowhere(claims: readonly Claim[]): boolean {
  const [first, ...others] = claims.map(fieldsOfType);
  return others.length > 0 && others.every((fields) => fields === first);
}

/** Whoever uses a field keeps within what each product says of it. */
function limitsOf(fields: readonly ContractField[]): Pick<Classification, 'residency' | 'purposes' | 'legalHold'> {
  const residency = commonTo(fields.map((field) => field.residency));
  const purposes = commonTo(fields.map((field) => field.purposes));
  return {
    ...(residency && { residency }),
    ...(purposes && { purposes }),
    ...(fields.some(({ legalHold }) => legalHold) && { legalHold: true }),
  };
}

/** @returns undefined when no list limits anything */
function commonTo(lists: readonly (readonly string[])[]): string[] | undefined {
  const [first, ...others] = lists.filter((list) => list.length > 0);
  return first?.filter((name) => others.every((list) => list.includes(name))).sort();
}

/** The fields of the graph that a reader of this one learns about; none where the contract says that it conceals them. */
function revealedBy({ coordinate, sources, masking, safeToDerive }: ContractField): Coordinate[] {
  if (masking || safeToDerive) return [];
  return sources.flatMap(({ urn }) => coordinateOfUrn(urn) ?? []).filter((source) => source !== coordinate);
}

/** Strictest first; among equals the home of the type, which is the product that promises most of its fields. */
function inOrder(claims: readonly Claim[]): Claim[] {
  return [...claims].sort(
    (a, b) =>
      compareLevels(b.level, a.level) ||
      fieldsOfType(b) - fieldsOfType(a) ||
      (a.contract.product < b.contract.product ? -1 : 1),
  );
}

function fieldsOfType({ contract, field }: Claim): number {
  const typeName = field.coordinate.split('.')[0];
  return contract.objects.find(({ name }) => name === typeName)?.fields.length ?? 0;
}
