// Fields that share a place in the response must mean the same (specification, section 5.3.2). graphql-js compares the fields of
// every two selections with each other; this collects all fields of a place first and looks closer only where they differ, so
// that an operation takes what its fields take. Both refuse the same documents: test/property/mergeable-fields.test.ts.
import {
  type ASTVisitor,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  getNamedType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';
import { canonicalArguments } from './canonical-arguments.ts';
import { type AskedField, createFlattening, type Flatten, isEndless } from './flatten-selections.ts';

/** A selection set, the type that it is asked of, and the field that it belongs to. */
interface Selection {
  readonly selectionSet: SelectionSetNode;
  readonly type: GraphQLNamedType | undefined;
  readonly above: PlacedField | null;
}

/** A field at its place in the response: below that of the field whose selection it is in. */
interface PlacedField {
  readonly asked: AskedField;
  readonly above: PlacedField | null;
}

export function mergeableFieldsRule(context: ValidationContext): ASTVisitor {
  const schema = context.getSchema();
  const fragments = fragmentsOf(context.getDocument());
  // Fragments that spread themselves have no end; another rule refuses them.
  if (isEndless(fragments)) return {};
  const check = createCheck(context, createFlattening(schema, fragments));
  return {
    OperationDefinition({ operation, selectionSet }) {
      check([{ selectionSet, type: schema.getRootType(operation) ?? undefined, above: null }]);
    },
  };
}

/** @returns a function that looks at all selections of one place of the response together, and at what lies below */
function createCheck(context: ValidationContext, flatten: Flatten): (selections: readonly Selection[]) => void {
  const meaningOf = createMeanings();

  const check = (selections: readonly Selection[]): void => {
    for (const [responseName, fields] of byResponseName(selections, flatten)) {
      const conflict = findConflict(fields, meaningOf);
      if (conflict) context.reportError(conflictError(responseName, conflict));
      else check(fields.flatMap(selectionOf));
    }
  };
  return check;
}

function byResponseName(
  selections: readonly Selection[],
  flatten: Flatten,
): ReadonlyMap<string, readonly PlacedField[]> {
  const fields = new Map<string, PlacedField[]>();
  for (const { selectionSet, type, above } of selections)
    for (const asked of flatten(selectionSet, type)) {
      const responseName = (asked.node.alias ?? asked.node.name).value;
      const same = fields.get(responseName);
      if (same) same.push({ asked, above });
      else fields.set(responseName, [{ asked, above }]);
    }
  return fields;
}

function selectionOf(field: PlacedField): readonly Selection[] {
  const { node, type } = field.asked;
  return node.selectionSet ? [{ selectionSet: node.selectionSet, type: type && getNamedType(type), above: field }] : [];
}

interface Conflict {
  readonly fields: readonly PlacedField[];
  readonly reason: string;
}

function findConflict(fields: readonly PlacedField[], meaningOf: Meanings): Conflict | null {
  if (fields.length === 1) return null;
  return findOtherShape(fields) ?? findOtherMeaning(fields, meaningOf);
}

/** Whatever object is there, the place must hold a list, or null, or a leaf of one type. */
function findOtherShape(fields: readonly PlacedField[]): Conflict | null {
  const [first, ...others] = fields.filter(({ asked }) => asked.type !== undefined);
  if (!first) return null;
  const other = others.find(({ asked }) => asked.type !== first.asked.type && shapeOf(asked) !== shapeOf(first.asked));
  return other ? { fields: [first, other], reason: 'their types differ' } : null;
}

function shapeOf({ type }: AskedField): string {
  const named = getNamedType(type!);
  return isCompositeType(named) ? type!.toString().replace(named.name, '{}') : type!.toString();
}

/** Fields that one object may answer must be the same field with the same arguments. */
function findOtherMeaning(fields: readonly PlacedField[], meaningOf: Meanings): Conflict | null {
  const meanings = fields.map(({ asked }) => meaningOf(asked.node));
  if (meanings.every((meaning) => meaning === meanings[0])) return null;
  for (let one = 0; one < fields.length; one++)
    for (let other = one + 1; other < fields.length; other++) {
      if (meanings[one] === meanings[other] || excludeEachOther(fields[one]!, fields[other]!)) continue;
      return {
        fields: [fields[one]!, fields[other]!],
        reason: 'they are different fields or have different arguments',
      };
    }
  return null;
}

/** Whether the fields, or two fields above them, are asked of different object types. */
function excludeEachOther(one: PlacedField, other: PlacedField): boolean {
  let a: PlacedField | null = one;
  let b: PlacedField | null = other;
  while (a !== b && a && b) {
    const [left, right] = [a.asked.parent, b.asked.parent];
    if (left !== right && isObjectType(left) && isObjectType(right)) return true;
    a = a.above;
    b = b.above;
  }
  return false;
}

/** A number for a field and its arguments: equal numbers, equal meaning. */
type Meanings = (node: FieldNode) => number;

function createMeanings(): Meanings {
  const ofText = new Map<string, number>();
  const ofNode = new Map<FieldNode, number>();
  return (node) => {
    const known = ofNode.get(node);
    if (known !== undefined) return known;
    const text = `${node.name.value}(${canonicalArguments(node.arguments ?? [])})`;
    const meaning = ofText.get(text) ?? ofText.size;
    ofText.set(text, meaning);
    ofNode.set(node, meaning);
    return meaning;
  };
}

function conflictError(responseName: string, { fields, reason }: Conflict): GraphQLError {
  return new GraphQLError(`Fields "${responseName}" conflict because ${reason}. Use different aliases to ask both.`, {
    nodes: fields.map(({ asked }) => asked.node),
  });
}

function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = new Map<string, FragmentDefinitionNode>();
  // graphql-js takes the first of a name; another rule refuses the second.
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION && !fragments.has(definition.name.value))
      fragments.set(definition.name.value, definition);
  return fragments;
}
