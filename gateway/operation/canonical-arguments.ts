// Arguments as text that is equal exactly when they mean the same: in any order, and so are the fields of input objects.
import { type ArgumentNode, Kind, type ObjectFieldNode, type ValueNode } from 'graphql';

export function canonicalArguments(args: readonly ArgumentNode[]): string {
  return inOrder(args);
}

function inOrder(named: readonly (ArgumentNode | ObjectFieldNode)[]): string {
  const texts = named.map(({ name, value }) => `${name.value}:${canonicalValue(value)}`);
  return texts.sort().join(',');
}

function canonicalValue(value: ValueNode): string {
  switch (value.kind) {
    case Kind.VARIABLE:
      return `$${value.name.value}`;
    case Kind.STRING:
      // A block string and a string are written differently, and a custom scalar may tell them apart.
      return `${value.block ? 'block' : ''}${JSON.stringify(value.value)}`;
    case Kind.LIST:
      return `[${value.values.map(canonicalValue).join(',')}]`;
    case Kind.OBJECT:
      return `{${inOrder(value.fields)}}`;
    case Kind.NULL:
      return 'null';
    case Kind.BOOLEAN:
      return String(value.value);
    default:
      return value.value;
  }
}
