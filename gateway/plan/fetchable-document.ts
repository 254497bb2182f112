// What the planner may see of an authorized operation: denied fields gone, every response name private, the fields that all
// types of an interface share asked of the interface and the others of each type. Nothing the client wrote is in it but
// variable names and literal values.
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  getNamedType,
  type InlineFragmentNode,
  isAbstractType,
  isInterfaceType,
  Kind,
  type NameNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { GordianError } from '../../kit/errors.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { FieldShape, SelectionShape } from '../operation/shape.ts';

/** The planner's work can grow much faster than its input, so what it is given is bounded. */
const maxPlannedFields = 1_000;

/** Fields with one private name at one position: the client asked the same thing once or more. */
interface PlannedField {
  readonly field: FieldShape;
  /** The distinct selections below all of them. */
  readonly selections: readonly SelectionShape[];
}

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
  const [rootFields] = groupFields(authorized, [root]).values();
  if (!rootFields || rootFields.size === 0) return null;
  const selectionSet = createPrinter(authorized)(root.type, [root]).selectionSet;
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
    .map((definition) => ({ ...definition, directives: [] }));
}

type Printer = (type: GraphQLCompositeType, selections: readonly SelectionShape[]) => Printed;

function createPrinter(authorized: AuthorizedOperation): Printer {
  const known = new Map<string, Printed>();
  const identities = new Map<SelectionShape, number>();

  const identityOf = (selection: SelectionShape): number => {
    const identity = identities.get(selection) ?? identities.size;
    identities.set(selection, identity);
    return identity;
  };

  const print: Printer = (type, selections) => {
    const identity = selections.map(identityOf).join();
    const printed = known.get(identity) ?? printSelection(type, selections);
    known.set(identity, printed);
    return printed;
  };

  const printSelection: Printer = (type, selections) => {
    const byType = groupFields(authorized, selections);
    const shared = isAbstractType(type) ? sharedFields(type, byType) : ([...byType.values()][0] ?? new Map());
    const parts: { readonly node: SelectionNode; readonly size: number }[] = [];
    if (needsTypename(authorized, type, selections, byType, shared)) parts.push({ node: typenameField, size: 1 });
    for (const planned of shared.values()) parts.push(printField(planned));
    for (const [typeName, fields] of byType) {
      const own = [...fields].filter(([name]) => !shared.has(name)).map(([, planned]) => printField(planned));
      if (own.length > 0) parts.push(onType(typeName, own));
    }
    if (parts.length === 0) parts.push({ node: typenameField, size: 1 });
    return sum(parts);
  };

  const printField = ({ field, selections }: PlannedField) => {
    const below = selections.length > 0 ? print(getNamedType(field.type) as GraphQLCompositeType, selections) : null;
    return { node: fieldNode(field, below?.selectionSet), size: 1 + (below?.size ?? 0) };
  };

  return print;
}

function sum(parts: readonly { readonly node: SelectionNode; readonly size: number }[]): Printed {
  const size = parts.reduce((total, part) => total + part.size, 0);
  if (size > maxPlannedFields) {
    const message = `The operation has more than ${maxPlannedFields} fields, counted for each object type where types differ.`;
    throw new GordianError('OPERATION_LIMIT_EXCEEDED', message, {
      details: { limit: 'maxPlannedFields', allowed: maxPlannedFields },
    });
  }
  return { selectionSet: { kind: Kind.SELECTION_SET, selections: parts.map(({ node }) => node) }, size };
}

type FieldsByType = ReadonlyMap<string, ReadonlyMap<string, PlannedField>>;

/** Object type -> private name -> what is asked; without denied and introspective fields. */
function groupFields({ verdicts }: AuthorizedOperation, selections: readonly SelectionShape[]): FieldsByType {
  const byType = new Map<string, Map<string, PlannedField>>();
  for (const selection of selections) {
    for (const [typeName, fields] of selection.byType) {
      const grouped = byType.get(typeName) ?? new Map<string, PlannedField>();
      byType.set(typeName, grouped);
      for (const field of fields) {
        if (field.slot >= 0 && verdicts[field.slot]?.kind !== 'deny') addTo(grouped, field);
      }
    }
  }
  return byType;
}

function addTo(grouped: Map<string, PlannedField>, field: FieldShape): void {
  const same = grouped.get(field.privateName);
  const selections = new Set(same?.selections);
  if (field.selection) selections.add(field.selection);
  grouped.set(field.privateName, { field: same?.field ?? field, selections: [...selections] });
}

/** The fields that the abstract type itself defines and that all its object types are asked alike. */
function sharedFields(type: GraphQLCompositeType, byType: FieldsByType): ReadonlyMap<string, PlannedField> {
  const [first, ...others] = byType.values();
  if (!first || !isInterfaceType(type)) return new Map();
  const own = type.getFields();
  return new Map(
    [...first].filter(([name, planned]) => {
      const definition = own[planned.field.name];
      if (!definition || getNamedType(definition.type) !== getNamedType(planned.field.type)) return false;
      return others.every((fields) => isAskedAlike(planned, fields.get(name)));
    }),
  );
}

function isAskedAlike(one: PlannedField, other: PlannedField | undefined): boolean {
  if (!other || one.selections.length !== other.selections.length) return false;
  return one.selections.every((selection, index) => selection === other.selections[index]);
}

/**
 * Whether the projector must know the concrete type. Not asked without need: a subgraph that knows only an interface object
 * cannot tell, and the planner would go and find out elsewhere.
 */
function needsTypename(
  { verdicts }: AuthorizedOperation,
  type: GraphQLCompositeType,
  selections: readonly SelectionShape[],
  byType: FieldsByType,
  shared: ReadonlyMap<string, PlannedField>,
): boolean {
  if (!isAbstractType(type)) return false;
  const asked = selections.flatMap((selection) => [...selection.byType.values()].flat());
  if (asked.some((field) => field.name === '__typename' || verdicts[field.slot])) return true;
  return [...byType.values()].some((fields) =>
    [...fields].some(([name, { field }]) => String(shared.get(name)?.field.type) !== String(field.type)),
  );
}

function onType(typeName: string, parts: readonly { readonly node: SelectionNode; readonly size: number }[]) {
  const { selectionSet, size } = sum(parts);
  const typeCondition = { kind: Kind.NAMED_TYPE, name: nameNode(typeName) } as const;
  const node: InlineFragmentNode = { kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet };
  return { node, size };
}

function fieldNode(field: FieldShape, selectionSet: SelectionSetNode | undefined): FieldNode {
  const alias = field.privateName === field.name ? undefined : nameNode(field.privateName);
  return { kind: Kind.FIELD, alias, name: nameNode(field.name), arguments: field.args, selectionSet };
}

const nameNode = (value: string): NameNode => ({ kind: Kind.NAME, value });

const typenameField: FieldNode = { kind: Kind.FIELD, name: nameNode('__typename') };
