// What everyone but the planner has to know of a supergraph, as plain data. It is read from the supergraph as composed, and
// whether that is valid is found out here, once; what plans is built from a repaired one (planning-engine.ts).
import {
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { type CacheHints, readCacheHints } from '../../schema/cache-hints.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { type EntityKeys, entityKeysOf } from '../../schema/entity-keys.ts';
import { federation } from '../../schema/federation-internals.ts';
import { type CostHints, readCostHints } from '../demand/cost-hints.ts';

import { splitSdl } from './api-schema.ts';

export interface SupergraphDescription {
  /** The schema that clients see, without inaccessible elements, in parts that are documents each. */
  readonly apiSdl: readonly string[];
  readonly subgraphs: readonly { readonly name: string; readonly url: string }[];
  /** See {@link Plan.interfaceObjects}. */
  readonly interfaceObjects: readonly string[];
  /** Their fields, as coordinates of the interface. */
  readonly interfaceObjectFields: readonly Coordinate[];
  /** Those of the interfaces that some inaccessible type implements. */
  readonly partlyHidden: readonly string[];
  /** Of every @override that has one, each once, in alphabetical order. */
  readonly overrideLabels: readonly string[];
  readonly costHints: CostHints;
  readonly cacheHints: CacheHints;
  readonly entityKeys: EntityKeys;
}

/** @throws Error with the planner's message when the supergraph is not valid */
export function describeSupergraph(supergraphSdl: string): SupergraphDescription {
  const supportedFeatures = federation.ROUTER_SUPPORTED_SUPERGRAPH_FEATURES;
  const supergraph = federation.Supergraph.build(supergraphSdl, { supportedFeatures });
  const document = parse(supergraphSdl, { noLocation: true });
  const interfaceObjects = readInterfaceObjects(document);
  return {
    // graphql-js cannot print a list or an object as the default of a custom scalar.
    apiSdl: splitSdl(federation.printSchema(supergraph.apiSchema())),
    subgraphs: supergraph.subgraphsMetadata().map(({ name, url }) => ({ name, url })),
    interfaceObjects: [...interfaceObjects.keys()],
    interfaceObjectFields: [...interfaceObjects.values()].flat(),
    partlyHidden: [...interfaceObjects.keys()].filter((name) => hasHiddenMember(document, name)),
    overrideLabels: overrideLabels(document),
    costHints: readCostHints(document),
    cacheHints: readCacheHints(document),
    entityKeys: entityKeysOf(document),
  };
}

/** Coordinates by interface, for every interface that some subgraph defines as an object. */
function readInterfaceObjects({ definitions }: DocumentNode): ReadonlyMap<string, readonly Coordinate[]> {
  const interfaces = definitions.filter((definition) => definition.kind === Kind.INTERFACE_TYPE_DEFINITION);
  return new Map(
    interfaces.flatMap(({ name, directives, fields }) => {
      const graphs = joinsOf(directives, 'join__type')
        .filter(({ isInterfaceObject }) => isInterfaceObject === true)
        .map(({ graph }) => graph);
      if (graphs.length === 0) return [];
      const isThere = (field: FieldDefinitionNode) => {
        const joins = joinsOf(field.directives, 'join__field');
        return joins.length === 0 || joins.some(({ graph }) => graph === undefined || graphs.includes(graph));
      };
      const own = fields?.filter(isThere).map((field) => fieldCoordinate(name.value, field.name.value)) ?? [];
      return [[name.value, own] as const];
    }),
  );
}

function hasHiddenMember({ definitions }: DocumentNode, interfaceName: string): boolean {
  return definitions.some(
    (definition) =>
      definition.kind === Kind.OBJECT_TYPE_DEFINITION &&
      definition.interfaces?.some(({ name }) => name.value === interfaceName) === true &&
      definition.directives?.some(({ name }) => name.value === 'inaccessible') === true,
  );
}

/** The arguments of each use of a directive. */
function joinsOf(
  directives: readonly ConstDirectiveNode[] | undefined,
  name: string,
): readonly Readonly<Record<string, unknown>>[] {
  return (directives ?? [])
    .filter((directive) => directive.name.value === name)
    .map(({ arguments: args = [] }) =>
      Object.fromEntries(args.map((argument) => [argument.name.value, valueFromASTUntyped(argument.value)])),
    );
}

function overrideLabels(supergraph: DocumentNode): readonly string[] {
  const labels = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ directives }) {
      for (const { overrideLabel } of joinsOf(directives, 'join__field')) {
        if (typeof overrideLabel === 'string') labels.add(overrideLabel);
      }
    },
  });
  return [...labels].sort();
}
