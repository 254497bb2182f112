// A document without anything that a client put into it besides names of the schema, of variables and of operations: what is
// left says what is asked and nothing about whom, and equal questions about different values are one.
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type ListValueNode,
  type OperationDefinitionNode,
  print,
  type ValueNode,
  visit,
} from 'graphql';

/** One operation of a valid document, with the fragments beside it. */
export interface OperationWithFragments {
  readonly operation: OperationDefinitionNode;
  /** By name; also such as it does not use. */
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * The operation and the fragments that it uses. Texts are empty, numbers 0, lists without repetitions; booleans and enum values
 * are words of the schema and stay. Aliases are counted through, because programs write keys into them. It is valid for the same
 * schema, apart from formats that scalars demand.
 */
export function normalForm(asked: OperationWithFragments): string {
  return print(withoutLiterals(withCountedAliases(documentOf(asked))));
}

export function documentOf({ operation, fragments }: OperationWithFragments): DocumentNode {
  return { kind: Kind.DOCUMENT, definitions: [operation, ...usedFragments(operation, fragments)] };
}

function usedFragments(
  operation: OperationDefinitionNode,
  fragments: OperationWithFragments['fragments'],
): FragmentDefinitionNode[] {
  const used = new Set<FragmentDefinitionNode>();
  const waiting: Set<OperationDefinitionNode | FragmentDefinitionNode> = new Set([operation]);
  for (const definition of waiting) {
    visit(definition, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (fragment) used.add(fragment) && waiting.add(fragment);
      },
    });
  }
  return [...used].sort((one, other) => (one.name.value < other.name.value ? -1 : 1));
}

function withCountedAliases(document: DocumentNode): DocumentNode {
  const names = new Map<string, string>();
  const countedName = (alias: string): string => {
    const known = names.get(alias) ?? `a${names.size + 1}`;
    names.set(alias, known);
    return known;
  };
  return visit(document, {
    Field(field) {
      if (!field.alias) return undefined;
      return { ...field, alias: { kind: Kind.NAME, value: countedName(field.alias.value) } };
    },
  });
}

function withoutLiterals(document: DocumentNode): DocumentNode {
  return visit(document, {
    StringValue: () => ({ kind: Kind.STRING, value: '' }) as const,
    IntValue: () => ({ kind: Kind.INT, value: '0' }) as const,
    FloatValue: () => ({ kind: Kind.FLOAT, value: '0' }) as const,
    ListValue: { leave: withoutRepetitions },
  });
}

function withoutRepetitions(list: ListValueNode): ListValueNode {
  const byText = new Map<string, ValueNode>(list.values.map((value) => [print(value), value]));
  return { ...list, values: [...byText.values()] };
}
