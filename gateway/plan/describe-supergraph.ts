// What everyone but the planner has to know of a supergraph, as plain data. It is read from the supergraph as composed, and
// whether that is valid is found out here, once; what plans is built from a repaired one (planning-engine.ts).
import {
  isInterfaceObjectType,
  printSchema,
  ROUTER_SUPPORTED_SUPERGRAPH_FEATURES,
  Supergraph,
} from '@apollo/federation-internals';
import { type DocumentNode, Kind, parse, visit } from 'graphql';
import { type CacheHints, readCacheHints } from '../../schema/cache-hints.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type CostHints, readCostHints } from '../demand/cost-hints.ts';
import { readSupergraphFacts } from './supergraph-facts.ts';

export interface SupergraphDescription {
  /** The schema that clients see, without inaccessible elements. */
  readonly apiSdl: string;
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** See {@link Plan.interfaceObjects}. */
  readonly interfaceObjects: readonly string[];
  /** Their fields, as coordinates of the interface. */
  readonly interfaceObjectFields: readonly Coordinate[];
  /** Of every @override that has one, each once, in alphabetical order. */
  readonly overrideLabels: readonly string[];
  readonly costHints: CostHints;
  readonly cacheHints: CacheHints;
}

/** @throws Error with the planner's message when the supergraph is not valid */
export function describeSupergraph(supergraphSdl: string): SupergraphDescription {
  const supergraph = Supergraph.build(supergraphSdl, { supportedFeatures: ROUTER_SUPPORTED_SUPERGRAPH_FEATURES });
  const document = parse(supergraphSdl, { noLocation: true });
  return {
    // graphql-js cannot print a list or an object as the default of a custom scalar.
    apiSdl: printSchema(supergraph.apiSchema()),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    interfaceObjects: readSupergraphFacts(supergraph).interfaceObjects,
    interfaceObjectFields: interfaceObjectFields(supergraph),
    overrideLabels: overrideLabels(document),
    costHints: readCostHints(document),
    cacheHints: readCacheHints(document),
  };
}

function interfaceObjectFields(supergraph: Supergraph): readonly Coordinate[] {
  const fields = supergraph
    .subgraphs()
    .values()
    .flatMap(({ schema }) =>
      schema
        .objectTypes()
        .filter(isInterfaceObjectType)
        .flatMap((type) => type.fields().map(({ name }) => fieldCoordinate(type.name, name))),
    );
  return [...new Set(fields)].sort();
}

function overrideLabels(supergraph: DocumentNode): readonly string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'join__field') return;
      const label = args.find((argument) => argument.name.value === 'overrideLabel')?.value;
      if (label?.kind === Kind.STRING) labels.add(label.value);
    },
  });
  return [...labels].sort();
}
