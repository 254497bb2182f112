// Repair of the planner's input: when it re-enters a subgraph after fetching an input of @requires, the planner takes the
// first key of that subgraph, even one by which the subgraph resolves nothing. So the keys that resolve come first.
import { type ConstDirectiveNode, type DocumentNode, Kind, type TypeDefinitionNode, visit } from 'graphql';

export function resolvableKeysFirst(supergraph: DocumentNode): DocumentNode {
  return visit(supergraph, { ObjectTypeDefinition: reorder, InterfaceTypeDefinition: reorder });
}

function reorder<Node extends TypeDefinitionNode>(type: Node): Node {
  const directives = type.directives ?? [];
  return {
    ...type,
    directives: [...directives.filter((key) => !isUnresolvable(key)), ...directives.filter(isUnresolvable)],
  };
}

function isUnresolvable({ name, arguments: args }: ConstDirectiveNode): boolean {
  if (name.value !== 'join__type') return false;
  return (
    args?.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value) ?? false
  );
}
