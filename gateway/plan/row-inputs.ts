// What the rules read of rows, as fields that are planned with the client's own: under names of ours, so that nothing the client
// asks can stand in for them, and nothing of them is ever part of the answer.
import {
  type FieldNode,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  Kind,
  type NameNode,
  type SelectionSetNode,
} from 'graphql';
import { mergeSelections, type RowField, type RowSelection } from '../../policies/decide/row-selection.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import { keyFieldsAt } from '../authorize/protected-fields.ts';
import { perSchema } from '../operation/per-schema.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';

/** All that the rules and the audit read of the objects of one type at one position: for the fields asked there, and the type. */
export function rowInputsAt(
  authorized: AuthorizedOperation,
  selection: SelectionShape,
  typeName: string,
): RowSelection {
  const { verdicts, rows } = authorized;
  const ofFields = (selection.byType.get(typeName) ?? []).map(({ slot }) => inputsOf(verdicts[slot]));
  const keys = keysToFetch(authorized, selection, typeName);
  return mergeSelections([...ofFields, rows?.get(typeName)?.inputs ?? [], keys]);
}

/** Those that the client does not ask for under their own names. */
function keysToFetch(authorized: AuthorizedOperation, selection: SelectionShape, typeName: string): RowSelection {
  const asked = (selection.byType.get(typeName) ?? [])
    .filter(({ name, privateName, slot }) => name === privateName && authorized.verdicts[slot] === undefined)
    .map(({ name }) => name);
  return keyFieldsAt(authorized, selection, typeName)
    .filter((name) => !asked.includes(name))
    .map((name) => ({ name, selection: null }));
}

function inputsOf(verdict: AuthorizedOperation['verdicts'][number]): RowSelection {
  return verdict?.kind === 'row' ? verdict.inputs : [];
}

/** The name under which a field of a row is fetched for the rules. Below it stand fields of the rules only, under their own names. */
export function inputName(schema: GraphQLSchema, typeName: string, { name }: RowField): string {
  return `${prefixOf(schema)}${typeName}__${name}`;
}

export function inputField(schema: GraphQLSchema, typeName: string, field: RowField): FieldNode {
  return { ...fieldNode(field), alias: nameNode(inputName(schema, typeName, field)) };
}

function fieldNode({ name, selection }: RowField): FieldNode {
  const below = selection?.map(fieldNode);
  const selectionSet: SelectionSetNode | undefined = below && { kind: Kind.SELECTION_SET, selections: below };
  return { kind: Kind.FIELD, name: nameNode(name), selectionSet };
}

/** The coordinates that the rules of the operation read of rows, the ones below them included. */
export function rowInputCoordinates({ shape, verdicts, rows }: AuthorizedOperation): ReadonlySet<Coordinate> {
  const found = new Set<Coordinate>();
  const add = (type: GraphQLOutputType | undefined, selection: RowSelection): void => {
    const owner = type && getNamedType(type);
    if (!isObjectType(owner)) return;
    for (const { name, selection: below } of selection) {
      found.add(fieldCoordinate(owner.name, name));
      if (below) add(owner.getFields()[name]?.type, below);
    }
  };
  for (const { slot, parentType } of shape.fields) add(parentType, inputsOf(verdicts[slot]));
  for (const [typeName, { inputs }] of rows ?? []) add(shape.schema.getType(typeName) as GraphQLObjectType, inputs);
  return found;
}

/** Whether each object at the position is judged by what is in it, or its type closed. */
export function isGuardedByRow(
  { verdicts, rows }: AuthorizedOperation,
  typeName: string,
  fields: readonly FieldShape[],
): boolean {
  return rows?.has(typeName) || fields.some(({ slot }) => verdicts[slot]?.kind === 'row');
}

/** No field of the schema begins like this. */
const prefixOf = perSchema((schema) => {
  const names = Object.values(schema.getTypeMap()).flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) ? Object.keys(type.getFields()) : [],
  );
  let prefix = 'rule_';
  while (names.some((name) => name.startsWith(prefix))) prefix += '_';
  return prefix;
});

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });
