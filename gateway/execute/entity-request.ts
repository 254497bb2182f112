// The constant part of a request to a subgraph. Several fetches of entities become one request: each keeps its operation, under
// an alias and with a list of representations of its own.
import {
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  type SelectionNode,
  stripIgnoredCharacters,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { digestOf } from '../../kit/gateway-assertion.ts';
import type { FetchNode } from '../plan/plan.ts';

export interface EntityRequest {
  readonly subgraph: string;
  readonly operationKind: FetchNode['operationKind'];
  /** The body up to the variables. */
  readonly bodyStart: string;
  /** Of the document, for the assertion that is bound to it. */
  readonly documentDigest: string;
  /** Names of the client's variables that it uses. */
  readonly variables: readonly string[];
  readonly internalCoordinates: readonly string[];
  /** By fetch. */
  readonly parts: readonly RequestPart[];
}

/** Of one fetch of entities; a fetch of root fields has none of these in its request. */
export interface RequestPart {
  /** Under which the entities are answered, in quotes. */
  readonly entitiesKey: string;
  /** Of the representations, in quotes. */
  readonly variableKey: string;
  /** Of the variables that are read around the entities, in quotes. */
  readonly contextKeys: readonly string[];
}

const representations = 'representations';

/** @param fetches of one subgraph; several only where all are fetches of entities */
export function entityRequest(fetches: readonly FetchNode[]): EntityRequest {
  const [first] = fetches as readonly [FetchNode];
  const isAlone = fetches.length === 1;
  const merged = isAlone ? null : merge(fetches);
  const document = merged?.document ?? first.document;
  return {
    subgraph: first.subgraph,
    operationKind: first.operationKind,
    bodyStart: `{"query":${JSON.stringify(document)},"variables":{`,
    documentDigest: digestOf(document),
    variables: [...new Set(fetches.flatMap(({ variables }) => variables))],
    internalCoordinates: isAlone
      ? first.internalCoordinates
      : [...new Set(fetches.flatMap(({ internalCoordinates }) => internalCoordinates))],
    parts: merged?.parts ?? [partOf('_entities', representations, contextVariables(first))],
  };
}

const contextVariables = ({ contextInputs }: FetchNode) => contextInputs.map(({ variable }) => variable);

function partOf(alias: string, variable: string, context: readonly string[]): RequestPart {
  return {
    entitiesKey: JSON.stringify(alias),
    variableKey: JSON.stringify(variable),
    contextKeys: context.map((name) => JSON.stringify(name)),
  };
}

function merge(fetches: readonly FetchNode[]): { document: string; parts: readonly RequestPart[] } {
  const suffix = suffixUnlike(fetches.flatMap(({ variables }) => variables));
  const definitions = new Map<string, VariableDefinitionNode>();
  const selections: SelectionNode[] = [];
  const parts = fetches.map((fetch, index): RequestPart => {
    const own = (variable: string) => `${variable}${suffix}${index}`;
    const renamed = new Map([representations, ...contextVariables(fetch)].map((name) => [name, own(name)]));
    const operation = operationOf(renameVariables(parse(fetch.document, { noLocation: true }), renamed));
    for (const definition of operation.variableDefinitions ?? [])
      definitions.set(definition.variable.name.value, definition);
    const alias = { kind: Kind.NAME, value: `e${index}` } as const;
    for (const selection of operation.selectionSet.selections)
      selections.push({ ...selection, alias } as SelectionNode);
    return partOf(alias.value, own(representations), contextVariables(fetch).map(own));
  });
  const operation: OperationDefinitionNode = {
    ...operationOf(parse(fetches[0]!.document, { noLocation: true })),
    variableDefinitions: [...definitions.values()],
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return { document: stripIgnoredCharacters(print(operation)), parts };
}

function renameVariables(document: DocumentNode, names: ReadonlyMap<string, string>): DocumentNode {
  return visit(document, {
    Variable(variable) {
      const name = names.get(variable.name.value);
      return name === undefined ? undefined : { ...variable, name: { kind: Kind.NAME, value: name } as const };
    },
  });
}

/** Variables of the client keep their names, so ours must be others. */
function suffixUnlike(names: readonly string[]): string {
  let suffix = '_';
  while (names.some((name) => name.startsWith(`${representations}${suffix}`))) suffix += '_';
  return suffix;
}

const operationOf = (document: DocumentNode) => document.definitions[0] as OperationDefinitionNode;
