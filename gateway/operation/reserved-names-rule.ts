// Names that belong to the gateway. A client that could choose an alias with two underscores could pose as `__typename`, and
// a variable called `representations` would meet the one by which entities are fetched.
import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

export function reservedNamesRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      if (!node.alias?.value.startsWith('__')) return;
      context.reportError(new GraphQLError('Aliases that begin with "__" are reserved.', { nodes: node.alias }));
    },
    VariableDefinition(node) {
      if (node.variable.name.value !== 'representations') return;
      context.reportError(new GraphQLError('The variable name "representations" is reserved.', { nodes: node }));
    },
  };
}
