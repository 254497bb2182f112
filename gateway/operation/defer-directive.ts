// @defer as the draft of incremental delivery defines it. graphql-js 16 does not know it, so it is added to the schema that
// clients see: documents are validated with it, and introspection shows it.
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  GraphQLSchema,
  GraphQLString,
} from 'graphql';

const deferDirective = new GraphQLDirective({
  name: 'defer',
  description: 'The fragment may be delivered after the rest of the answer.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Deferred only when true.' },
    label: { type: GraphQLString, description: 'Tells deferred fragments apart; unique in the document.' },
  },
});

/** A directive of that name in the supergraph means something else to its subgraphs, and nothing to clients of ours. */
export function withDefer(schema: GraphQLSchema): GraphQLSchema {
  const config = schema.toConfig();
  const others = config.directives.filter(({ name }) => name !== deferDirective.name);
  return new GraphQLSchema({ ...config, directives: [...others, deferDirective], assumeValid: true });
}
