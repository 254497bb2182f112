// Brings the rules and masks of a domain down to single coordinates of object and input types: types and `*` to their fields,
// interfaces to the types that implement them. What cannot be placed is a problem, never silently skipped.
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { anatomyOf, type Rule } from '../shield.ts';
import { type Finding, inspectRule } from './inspect-rule.ts';

export interface PlacedRule {
  readonly coordinate: Coordinate;
  readonly rule: Rule;
  /** False for a rule that came by `*`, by its type or by an interface: it is asked in addition to the field's own. */
  readonly isOwn: boolean;
}

export interface Misplaced extends Finding {
  readonly coordinate: Coordinate;
  /** True when the schema has no such type or field, which is no mistake where only a part of the schema is known. */
  readonly isUnknown: boolean;
}

export interface Expansion<Entry> {
  readonly placed: readonly Entry[];
  readonly misplaced: readonly Misplaced[];
}

export function expandRules(schema: GraphQLSchema, tree: Readonly<Record<string, unknown>>): Expansion<PlacedRule> {
  const placed: PlacedRule[] = [];
  const misplaced: Misplaced[] = [];
  for (const [typeName, entry] of Object.entries(tree)) {
    for (const [fieldName, rule] of fieldsOfEntry(entry)) {
      const coordinate = fieldName === '*' ? typeName : fieldCoordinate(typeName, fieldName);
      const findings = inspectRule(rule);
      misplaced.push(...findings.map((finding) => ({ ...finding, coordinate, isUnknown: false })));
      if (findings.length > 0) continue;
      const places = placesOf(schema, typeName, fieldName);
      if ('message' in places) misplaced.push({ ...places, coordinate });
      else
        placed.push(...places.map((place) => ({ coordinate: place, rule: rule as Rule, isOwn: place === coordinate })));
    }
  }
  return { placed, misplaced };
}

/** @returns the coordinates of object and input types that `typeName.fieldName` speaks of, or why there are none */
export function placesOf(
  schema: GraphQLSchema,
  typeName: string,
  fieldName: string,
): Coordinate[] | Omit<Misplaced, 'coordinate'> {
  const type = schema.getType(typeName);
  if (type === undefined || typeName.startsWith('__')) return unknown(`the schema has no type ${typeName}.`);
  if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return notAPlace(schema, type);
  const fieldNames = Object.keys(type.getFields());
  if (fieldName !== '*' && !fieldNames.includes(fieldName))
    return unknown(`the type ${typeName} has no field ${fieldName}.`);
  const owners = isInterfaceType(type) ? schema.getImplementations(type).objects : [type];
  const names = fieldName === '*' ? fieldNames : [fieldName];
  return owners.flatMap((owner) => names.map((name) => fieldCoordinate(owner.name, name)));
}

/** A rule for a whole type is a rule for `*`. */
function fieldsOfEntry(entry: unknown): [string, unknown][] {
  const isFieldMap = typeof entry === 'object' && entry !== null && anatomyOf(entry) === undefined;
  return isFieldMap ? Object.entries(entry) : [['*', entry]];
}

function unknown(message: string): Omit<Misplaced, 'coordinate'> {
  return { message, mend: 'Correct the name, or remove the rule with the field.', isUnknown: true };
}

function notAPlace(schema: GraphQLSchema, type: GraphQLNamedType): Omit<Misplaced, 'coordinate'> {
  const members = isUnionType(type)
    ? schema
        .getPossibleTypes(type)
        .map(({ name }) => name)
        .join(', ')
    : 'an object, interface or input type';
  return {
    message: `${type.name} has no fields, and graphql-shield would ignore the rule.`,
    mend: `Write it for ${members}.`,
    isUnknown: false,
  };
}
