// A supergraph that promises a root field that no subgraph resolves: composition would refuse it, a broken registry may not.
import type { ConformanceCase } from '../conformance-case.ts';

export const unresolvableFields: ConformanceCase = {
  rule: 'a field that no subgraph can resolve is a request error, never a silent null',
  subgraphs: {
    a: { sdl: `type Query { real: Int }`, resolvers: { Query: { real: () => 1 } } },
    b: { sdl: `type Query { other: Int }`, resolvers: { Query: { other: () => 2 } } },
  },
  editSupergraph: (sdl) => sdl.replace('real: Int', 'ghost: Int @join__field(graph: A, external: true)\n  real: Int'),
  asks: [
    { that: 'alone', query: '{ ghost }', refusedWith: 'PLANNING_FAILED' },
    { that: 'among others', query: '{ real ghost other }', refusedWith: 'PLANNING_FAILED' },
    { that: 'the others are answered', query: '{ real other }', data: { real: 1, other: 2 } },
  ],
};
