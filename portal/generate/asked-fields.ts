// What selection sets ask of one object type: its fields, those of one response name merged, and the fragments whose types can stand
// for what they ask. A fragment cannot where it asks for parts of an object of which something else asks for other parts too
// (TypeScript does not merge lists), where it is conditional, nor where it is on an interface or a union: its type may be a union,
// which does not say which member belongs to which object.

import {
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export interface AskedField {
  readonly name: string;
  readonly conditional: boolean;
  /** Of what it asks of the object that it answers; none for a scalar. */
  readonly selectionSets: readonly SelectionSetNode[];
}

export interface Asked {
  /** By response name. */
  readonly fields: ReadonlyMap<string, AskedField>;
  /** Names of fragments whose types stand for what they ask. */
  readonly fragments: ReadonlySet<string>;
}

export function askedOf(
  schema: GraphQLSchema,
  type: GraphQLObjectType,
  selectionSets: readonly SelectionSetNode[],
  fragments: Fragments,
  mayStand: (fragment: string) => boolean,
): Asked {
  const fields = new Map<string, AskedField>();
  const standing = new Set<string>();
  for (const selectionSet of selectionSets) collect(selectionSet, false);
  const names = partialObjects();
  const unmergeable = [...standing].find((name) =>
    objectsIn(name).some((key) => names.indexOf(key) !== names.lastIndexOf(key)),
  );
  if (!unmergeable) return { fields, fragments: standing };
  return askedOf(schema, type, selectionSets, fragments, (name) => name !== unmergeable && mayStand(name));

  function collect({ selections }: SelectionSetNode, within: boolean): void {
    for (const selection of selections) {
      const conditional = within || isConditional(selection);
      if (selection.kind === Kind.FIELD) {
        const key = selection.alias?.value ?? selection.name.value;
        const before = fields.get(key);
        fields.set(key, {
          name: selection.name.value,
          conditional: conditional && (before?.conditional ?? true),
          selectionSets: [
            ...(before?.selectionSets ?? []),
            ...(selection.selectionSet ? [selection.selectionSet] : []),
          ],
        });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (applies(selection.typeCondition?.name.value)) collect(selection.selectionSet, conditional);
      } else {
        const fragment = fragments.get(selection.name.value)!;
        const condition = fragment.typeCondition.name.value;
        if (condition === type.name && !conditional && mayStand(selection.name.value))
          standing.add(selection.name.value);
        else if (applies(condition)) collect(fragment.selectionSet, conditional);
      }
    }
  }

  function applies(condition = type.name): boolean {
    const wanted = schema.getType(condition)!;
    return isObjectType(wanted) ? wanted === type : isAbstractType(wanted) && schema.isSubType(wanted, type);
  }

  /** Response names of objects, as often as one of the fields or fragments asks for parts of it. */
  function partialObjects(): string[] {
    return [...objectNames(fields), ...[...standing].flatMap(objectsIn)];
  }

  function objectsIn(fragment: string): string[] {
    const { selectionSet } = fragments.get(fragment)!;
    return objectNames(askedOf(schema, type, [selectionSet], fragments, () => false).fields);
  }
}

function isConditional({ directives }: SelectionNode): boolean {
  return Boolean(directives?.some(({ name }) => /^(skip|include)$/.test(name.value)));
}

function objectNames(fields: Asked['fields']): string[] {
  return [...fields].filter(([, { selectionSets }]) => selectionSets.length > 0).map(([key]) => key);
}
