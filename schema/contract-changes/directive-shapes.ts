// The directives that operations may carry. Those that only schemas carry are nobody's business outside the subgraph.
import { type DefinitionNode, type DirectiveDefinitionNode, Kind } from 'graphql';
import type { Coordinate } from '../coordinates.ts';
import { type InputShape, inputShape, shapes } from './type-shapes.ts';

export interface DirectiveShape {
  readonly coordinate: Coordinate;
  readonly repeatable: boolean;
  readonly locations: ReadonlySet<string>;
  readonly arguments: ReadonlyMap<string, InputShape>;
}

const locationsOfOperations = new Set([
  ...['QUERY', 'MUTATION', 'SUBSCRIPTION', 'FIELD'],
  ...['FRAGMENT_DEFINITION', 'FRAGMENT_SPREAD', 'INLINE_FRAGMENT', 'VARIABLE_DEFINITION'],
]);

export function readDirectives(definitions: readonly DefinitionNode[]): Map<string, DirectiveShape> {
  const directives = definitions.filter(
    (definition): definition is DirectiveDefinitionNode => definition.kind === Kind.DIRECTIVE_DEFINITION,
  );
  return new Map(
    directives.flatMap((directive) => {
      const shape = directiveShape(directive);
      return shape.locations.size === 0 ? [] : [[shape.coordinate, shape] as const];
    }),
  );
}

function directiveShape(node: DirectiveDefinitionNode): DirectiveShape {
  const coordinate = `@${node.name.value}`;
  const locations = node.locations.map(({ value }) => value).filter((location) => locationsOfOperations.has(location));
  return {
    coordinate,
    repeatable: node.repeatable,
    locations: new Set(locations),
    arguments: shapes(node.arguments ?? [], (input) => inputShape(`${coordinate}(${input.name.value}:)`, input)),
  };
}
