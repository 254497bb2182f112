// A supergraph on which planning explodes: three subgraphs that all resolve everything, and an interface with ten
// implementations whose fields lead back to the interface.
import { compose } from './federation/federation.ts';

const types = Array.from({ length: 10 }, (_, index) => `T${index}`);
const subgraphs = ['a', 'b', 'c'];

export function attackedSubgraphs(): Readonly<Record<string, string>> {
  const sdl = (subgraph: string): string => `
    type Query { root: I @shareable }
    interface I { id: ID! x: I }
    ${types.map((type) => `type ${type} implements I @key(fields: "id") { id: ID! x: I @shareable ${subgraph}${type}: Int }`).join('\n')}`;
  return Object.fromEntries(subgraphs.map((name) => [name, sdl(name)]));
}

export function composeAttacked(): string {
  const sdls = Object.entries(attackedSubgraphs()).map(([name, sdl]) => [name, { sdl }]);
  return compose(
    Object.fromEntries(sdls),
    subgraphs.map((name) => ({ name, url: `http://${name}.internal` })),
  );
}

/** An operation within all limits that takes the planner seconds; each `id` makes it another operation. */
export function hostileOperation(id: number, depth = 4, width = 3): string {
  const level = (below: number): string =>
    types
      .slice(0, width)
      .map(
        (type) =>
          `... on ${type} { ${below === 0 ? subgraphs.map((name) => name + type).join(' ') : `x { ${level(below - 1)} }`} }`,
      )
      .join(' ');
  return `{ root { r${id}: id ${level(depth)} } }`;
}
