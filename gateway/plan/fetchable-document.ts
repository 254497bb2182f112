// What the planner may see of an authorized operation: denied fields gone, every response name private, the fields that all
// types of an interface share asked of the interface and the others of each type. Nothing the client wrote is in it but
// variable names and literal values.
import {
  type ArgumentNode,
  type ConstArgumentNode,
  type ConstValueNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  type InlineFragmentNode,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type NameNode,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import { type AuthorizedOperation, isFetched } from '../authorize/authorized-operation.ts';
import type { DeferredSelection, FieldShape, SelectionShape } from '../operation/shape.ts';
import { isAnsweredAlike } from './answered-alike.ts';
import { protectLiterals } from './protect-literals.ts';
import { inputField, rowInputsAt } from './row-inputs.ts';

/** The planner's work can grow much faster than its input, so what it is given is bounded. */
const maxPlannedFields = 1_000;

interface Printed {
  readonly selectionSet: SelectionSetNode;
  readonly size: number;
}

/**
 * @returns null when nothing has to be fetched
 * @throws GordianError OPERATION_LIMIT_EXCEEDED
 */
export function fetchableDocument(authorized: AuthorizedOperation): DocumentNode | null {
  const { root, kind } = authorized.shape;
  if (!asksForAnything(authorized, root)) return null;
  const selectionSet = createPrinter(authorized)(root).selectionSet;
  const variableDefinitions = usedVariables(authorized, selectionSet);
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ kind: Kind.OPERATION_DEFINITION, operation: kind, variableDefinitions, selectionSet }],
  };
}

function usedVariables({ shape }: AuthorizedOperation, selectionSet: SelectionSetNode) {
  const used = new Set<string>();
  visit(selectionSet, { Variable: (node) => void used.add(node.name.value) });
  return shape.variableDefinitions
    .filter(({ variable }) => used.has(variable.name.value))
    .map((definition) => withoutLoss(shape.schema, definition));
}

function withoutLoss(schema: GraphQLSchema, definition: VariableDefinitionNode): VariableDefinitionNode {
  const type = (typeFromAST(schema, definition.type) as GraphQLInputType | undefined) ?? null;
  const { defaultValue } = definition;
  return {
    ...definition,
    directives: [],
    defaultValue: defaultValue && (protectLiterals(defaultValue, type) as ConstValueNode),
  };
}

type Printer = (selection: SelectionShape) => Printed;

function createPrinter(authorized: AuthorizedOperation): Printer {
  const known = new Map<SelectionShape, Printed>();

  const print: Printer = (selection) => {
    const printed = known.get(selection) ?? printSelection(selection);
    known.set(selection, printed);
    return printed;
  };

  const printSelection: Printer = (selection) => {
    const parts = [...ownParts(selection), ...ruleParts(selection), ...selection.deferred.flatMap(deferredParts)];
    const needsType = selection !== authorized.shape.root && !isAnsweredAlike(authorized, selection);
    return sum(needsType || parts.length === 0 ? [typenamePart, ...parts] : parts);
  };

  const ownParts = (selection: SelectionShape): readonly Part[] => {
    const byType = groupFields(authorized, selection);
    const shared = sharedFields(selection.type, byType);
    const parts = [...shared.values()].map(printField);
    for (const [typeName, fields] of byType) {
      const own = [...fields.values()].filter(({ privateName }) => !shared.has(privateName)).map(printField);
      if (own.length > 0) parts.push(onType(typeName, own));
    }
    return parts;
  };

  /** What the rules read of the objects here. */
  const ruleParts = (selection: SelectionShape): readonly Part[] =>
    [...selection.byType.keys()].flatMap((typeName) => {
      const inputs = rowInputsAt(authorized, selection, typeName);
      const parts = inputs.map((input) => rulePart(inputField(authorized.shape.schema, typeName, input)));
      return parts.length === 0 || isObjectType(selection.type) ? parts : [onType(typeName, parts)];
    });

  /** The type of the object is asked for with the fields that come at once. */
  const deferredParts = ({ id, selection }: DeferredSelection): readonly Part[] => {
    const own = ownParts(selection);
    const inside = selection.deferred.flatMap(deferredParts);
    return own.length > 0 ? [deferredPart(id, [...own, ...inside])] : inside;
  };

  const printField = (field: FieldShape): Part => {
    const below = field.selection && print(field.selection);
    return { node: fieldNode(field, below?.selectionSet), size: 1 + (below?.size ?? 0) };
  };

  return print;
}

interface Part {
  readonly node: SelectionNode;
  readonly size: number;
}

function sum(parts: readonly Part[]): Printed {
  const size = parts.reduce((total, part) => total + part.size, 0);
  if (size > maxPlannedFields) {
    const message = `The operation has more than ${maxPlannedFields} fields, counted for each object type where types differ.`;
    throw new GordianError('OPERATION_LIMIT_EXCEEDED', message, {
      details: { limit: 'maxPlannedFields', allowed: maxPlannedFields },
    });
  }
  return { selectionSet: { kind: Kind.SELECTION_SET, selections: parts.map(({ node }) => node) }, size };
}

function asksForAnything(authorized: AuthorizedOperation, selection: SelectionShape): boolean {
  const [fields] = groupFields(authorized, selection).values();
  const isLaterAsked = selection.deferred.some((later) => asksForAnything(authorized, later.selection));
  return (fields?.size ?? 0) > 0 || isLaterAsked;
}

type FieldsByType = ReadonlyMap<string, ReadonlyMap<string, FieldShape>>;

/**
 * Object type -> private name -> field, without introspective fields and those that are not to be fetched. A leaf under several aliases is one. Of a type that is
 * closed nothing is asked but what it is.
 */
function groupFields({ verdicts, rows }: AuthorizedOperation, { byType }: SelectionShape): FieldsByType {
  const isAsked = ({ slot }: FieldShape) => slot >= 0 && isFetched(verdicts[slot]);
  const byPrivateName = (fields: readonly FieldShape[]) =>
    new Map(fields.filter(isAsked).map((field) => [field.privateName, field]));
  const isClosed = (typeName: string) => rows?.get(typeName)?.inputs.length === 0;
  return new Map([...byType].map(([typeName, fields]) => [typeName, byPrivateName(isClosed(typeName) ? [] : fields)]));
}

/** Of an object type all its fields; of an interface those that it defines and that all its object types are asked alike. */
function sharedFields(type: GraphQLCompositeType, byType: FieldsByType): ReadonlyMap<string, FieldShape> {
  const [first, ...others] = byType.values();
  if (!first || isUnionType(type)) return new Map();
  if (!isInterfaceType(type)) return first;
  const own = type.getFields();
  return new Map(
    [...first].filter(([privateName, field]) => {
      const definition = own[field.name];
      if (!definition || getNamedType(definition.type) !== getNamedType(field.type)) return false;
      return others.every(
        (fields) => fields.has(privateName) && fields.get(privateName)?.selection === field.selection,
      );
    }),
  );
}

function rulePart(node: FieldNode): Part {
  let size = 0;
  visit(node, { Field: () => void size++ });
  return { node, size };
}

function deferredPart(id: string, parts: readonly Part[]): Part {
  const { selectionSet, size } = sum(parts);
  const label: ConstArgumentNode = {
    kind: Kind.ARGUMENT,
    name: nameNode('label'),
    value: { kind: Kind.STRING, value: id },
  };
  const directives: readonly DirectiveNode[] = [{ kind: Kind.DIRECTIVE, name: nameNode('defer'), arguments: [label] }];
  return { node: { kind: Kind.INLINE_FRAGMENT, directives, selectionSet }, size };
}

function onType(typeName: string, parts: readonly Part[]): Part {
  const { selectionSet, size } = sum(parts);
  const typeCondition = { kind: Kind.NAMED_TYPE, name: nameNode(typeName) } as const;
  const node: InlineFragmentNode = { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
  return { node, size };
}

function fieldNode(field: FieldShape, selectionSet: SelectionSetNode | undefined): FieldNode {
  const alias = field.privateName === field.name ? undefined : nameNode(field.privateName);
  return { kind: Kind.FIELD, alias, name: nameNode(field.name), arguments: argumentsOf(field), selectionSet };
}

function argumentsOf({ args, name, parentType }: FieldShape): readonly ArgumentNode[] {
  if (args.length === 0) return args;
  const definitions = parentType.getFields()[name]?.args ?? [];
  return args.map((argument) => {
    const type = definitions.find((definition) => definition.name === argument.name.value)?.type ?? null;
    return { ...argument, value: protectLiterals(argument.value, type) };
  });
}

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });

const typenamePart: Part = { node: { kind: Kind.FIELD, name: nameNode('__typename') }, size: 1 };
