// Whether a rule can have what it reads of the row at the place where it stands: the fields exist on what the fragment names, take
// no arguments that must be given, and lead through single types, because an answer of several has no one shape.
import {
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import { fieldCoordinate } from '../../schema/coordinates.ts';
import { parseRowFragment, type RowField, type RowSelection } from '../decide/row-selection.ts';
import type { LeafRule } from '../shield.ts';
import type { Finding } from './inspect-rule.ts';

export interface PlaceFinding extends Finding {
  /** True when the schema lacks what the rule reads, which is no mistake where only a part of the graph is known. */
  readonly isLacking: boolean;
}

/** @param owns whether a field can be answered where the policy is enforced */
export function inspectPlace(
  schema: GraphQLSchema,
  typeName: string,
  leaf: LeafRule,
  owns: (type: GraphQLObjectType | GraphQLInterfaceType, fieldName: string) => boolean,
): PlaceFinding[] {
  if (leaf.fragment === undefined) return [];
  const type = schema.getType(typeName);
  if (isInputObjectType(type))
    return [rowless(leaf, 'an input has no row', 'Write a rule over the caller or the arguments')];
  if (isObjectType(type) && isRoot(schema, type))
    return [
      rowless(leaf, `${typeName} is no record and has no row`, 'Write it for the type of the records, or under rows'),
    ];
  const { typeName: named, selection } = parseRowFragment(leaf.fragment);
  const read = schema.getType(named);
  if (!isObjectType(read) && !isInterfaceType(read))
    return [finding(leaf, `the schema has no object type ${named}`, read === undefined)];
  if (named !== typeName && !(isObjectType(type) && isInterfaceType(read) && schema.isSubType(read, type)))
    return [finding(leaf, `its fragment is on ${named}, and ${typeName} is none`)];
  return inspectSelection(selection, read);

  function inspectSelection(fields: RowSelection, parent: GraphQLObjectType | GraphQLInterfaceType): PlaceFinding[] {
    return fields.flatMap((field) => inspectField(field, parent));
  }

  function inspectField(
    { name, selection: below }: RowField,
    parent: GraphQLObjectType | GraphQLInterfaceType,
  ): PlaceFinding[] {
    const coordinate = fieldCoordinate(parent.name, name);
    const field = parent.getFields()[name];
    if (field === undefined || !owns(parent, name)) return [finding(leaf, `${coordinate} is not there`, true)];
    const argument = field.args.find(isRequiredArgument);
    if (argument) return [finding(leaf, `${coordinate} needs the argument ${argument.name}`)];
    const target = getNamedType(field.type);
    if (below === null)
      return isCompositeType(target) ? [finding(leaf, `${coordinate} is an object, and no field of it is named`)] : [];
    if (isAbstractType(target)) return [finding(leaf, `${coordinate} may be of several types`)];
    return isObjectType(target) ? inspectSelection(below, target) : [finding(leaf, `${coordinate} has no fields`)];
  }
}

function isRoot(schema: GraphQLSchema, type: GraphQLObjectType): boolean {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].includes(type);
}

function rowless({ name }: LeafRule, why: string, mend: string): PlaceFinding {
  return { message: `the rule ${name} reads the row, and ${why}.`, mend: `${mend}.`, isLacking: false };
}

function finding({ name }: LeafRule, what: string, isLacking = false): PlaceFinding {
  return {
    message: `the rule ${name} cannot read the row: ${what}.`,
    mend: 'Let its fragment name plain fields of the type that it stands on.',
    isLacking,
  };
}
