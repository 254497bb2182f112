// Puts a directive that the gateway itself obeys into the schema that clients see: documents are validated with it, and
// introspection shows it.
import { type GraphQLDirective, GraphQLSchema } from 'graphql';

/** A directive of that name in the supergraph means something else to its subgraphs, and nothing to clients of ours. */
export function withDirective(schema: GraphQLSchema, directive: GraphQLDirective): GraphQLSchema {
  const config = schema.toConfig();
  const others = config.directives.filter(({ name }) => name !== directive.name);
  return new GraphQLSchema({ ...config, directives: [...others, directive], assumeValid: true });
}
