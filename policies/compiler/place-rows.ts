// Brings the rules over rows down to the object types whose records they leave out, and refuses those that would leave out what
// nobody expects to be missing.
import { type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import type { Classification } from '../../schema/artefact.ts';
import type { Rule } from '../shield.ts';
import type { Misplaced } from './expand-tree.ts';
import { type Finding, inspectRule } from './inspect-rule.ts';

export interface PlacedRow {
  readonly typeName: string;
  readonly rule: Rule;
}

export interface PlacedRows {
  readonly placed: readonly PlacedRow[];
  readonly misplaced: readonly Misplaced[];
}

export interface RowOwners {
  readonly domain: string;
  /** The home of each type. */
  readonly homes: ReadonlyMap<string, Classification>;
}

export function placeRows(
  schema: GraphQLSchema,
  rows: Readonly<Record<string, unknown>>,
  owners: RowOwners,
): PlacedRows {
  const placed: PlacedRow[] = [];
  const misplaced: Misplaced[] = [];
  for (const [written, rule] of Object.entries(rows)) {
    const findings = inspectRule(rule);
    misplaced.push(...findings.map((finding) => ({ ...finding, coordinate: written, isUnknown: false })));
    const types = objectTypesOf(schema, written);
    if ('message' in types) misplaced.push({ ...types, coordinate: written });
    else if (findings.length === 0)
      for (const typeName of types) {
        const refused = inspectOwner(typeName, owners);
        if (refused) misplaced.push({ ...refused, coordinate: typeName, isUnknown: false });
        else placed.push({ typeName, rule: rule as Rule });
      }
  }
  return { placed, misplaced };
}

function objectTypesOf(schema: GraphQLSchema, written: string): readonly string[] | Omit<Misplaced, 'coordinate'> {
  const type = schema.getType(written);
  if (type === undefined || written.startsWith('__'))
    return {
      message: `the schema has no type ${written}.`,
      mend: 'Correct the name, or remove the rule with the type.',
      isUnknown: true,
    };
  if (isAbstractType(type)) return schema.getPossibleTypes(type).map(({ name }) => name);
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  if (isObjectType(type) && !roots.includes(type)) return [written];
  return {
    message: `${written} has no records that could be left out.`,
    mend: 'Write it for an object type, or for an interface or union of them.',
    isUnknown: false,
  };
}

function inspectOwner(typeName: string, { domain, homes }: RowOwners): Finding | null {
  const home = homes.get(typeName);
  if (home === undefined)
    return {
      message: `no contract speaks of ${typeName}, so nobody knows whose records they are.`,
      mend: 'List the type in the contract of the product that it belongs to.',
    };
  if (home.domain !== domain)
    return {
      message: `the records belong to ${home.domain}.`,
      mend: `Move the rule to the file of ${home.domain} in policies/domains.`,
    };
  if (home.rowFiltered) return null;
  return {
    message: `records of ${typeName} are left out, and the contract of ${home.product} does not say so: its totals and pages would lie.`,
    mend: 'Add { property: rowFiltered, value: true } to the customProperties of the contract.',
  };
}
