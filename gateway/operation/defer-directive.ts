// @defer as the draft of incremental delivery defines it. graphql-js 16 does not know it, so it is added to the schema.
import {
  DirectiveLocation,
  GraphQLBoolean,
  GraphQLDirective,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
} from 'graphql';
import { withDirective } from './with-directive.ts';

const deferDirective = new GraphQLDirective({
  name: 'defer',
  description: 'The fragment may be delivered after the rest of the answer.',
  locations: [DirectiveLocation.FRAGMENT_SPREAD, DirectiveLocation.INLINE_FRAGMENT],
  args: {
    if: { type: new GraphQLNonNull(GraphQLBoolean), defaultValue: true, description: 'Deferred only when true.' },
    label: { type: GraphQLString, description: 'Tells deferred fragments apart; unique in the document.' },
  },
});

export function withDefer(schema: GraphQLSchema): GraphQLSchema {
  return withDirective(schema, deferDirective);
}
