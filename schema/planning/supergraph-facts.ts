// What a plan's conversion has to know of the supergraph; see {@link SupergraphFacts}.
import type { Supergraph } from '@apollo/federation-internals';
import { federation } from '../federation-internals.ts';
import type { SupergraphFacts } from './planner-output.ts';

const { isAbstractType, isInterfaceObjectType, possibleRuntimeTypes } = federation;

export function readSupergraphFacts(supergraph: Supergraph): SupergraphFacts {
  const subgraphs = supergraph.subgraphs().values();
  const isInterfaceObject = (name: string) =>
    subgraphs.some(({ schema }) => {
      const type = schema.type(name);
      return type !== undefined && isInterfaceObjectType(type);
    });
  return {
    interfaceObjects: supergraph.schema
      .interfaceTypes()
      .map(({ name }) => name)
      .filter(isInterfaceObject),
    possibleTypes: (typeName) => {
      const type = supergraph.schema.type(typeName);
      return type && isAbstractType(type) ? possibleRuntimeTypes(type).map(({ name }) => name) : [typeName];
    },
  };
}
