// One error of the composition library as a problem: what is wrong in short, which files and subgraphs take part, and
// how to mend it. The library names a subgraph in words; the place is looked up in the parsed SDL.
import type { GraphQLError } from 'graphql';
import { fixFor, unsharedIn } from './composition-fixes.ts';
import { type Place, type Problem, problemAt } from './problem.ts';
import { type ParsedSubgraph, placeOf } from './subgraph-sdl.ts';
import { explainUnsatisfiable } from './unsatisfiable.ts';

export interface ExplainedError {
  readonly problem: Problem;
  /** Causes rank before their usual consequences. */
  readonly rank: number;
}

export function explainCompositionError(error: GraphQLError, subgraphs: readonly ParsedSubgraph[]): ExplainedError {
  const code = String(error.extensions?.code ?? 'COMPOSITION_FAILED');
  if (code === 'SATISFIABILITY_ERROR') return { problem: explainUnsatisfiable(error.message, subgraphs), rank: 900 };
  const places = guiltyFirst(placesOf(error, subgraphs), unsharedIn(error.message));
  const [first = { ...wholeFile(error.message, subgraphs), message: '' }, ...others] = places;
  const problem = problemAt(first, {
    code,
    severity: 'error',
    message: withoutPrefix(error.message),
    fix: fixFor(code, error.message, subgraphs),
    ...(others.length > 0 ? { related: others } : {}),
  });
  return { problem, rank: ranks[code] ?? 500 };
}

const ranks: Readonly<Record<string, number>> = {
  INVALID_LINK_DIRECTIVE_USAGE: 0,
  UNKNOWN_FEDERATION_LINK_VERSION: 0,
  INVALID_GRAPHQL: 10,
  KEY_INVALID_FIELDS: 20,
  REQUIRES_INVALID_FIELDS: 30,
  PROVIDES_INVALID_FIELDS: 30,
  TYPE_KIND_MISMATCH: 40,
  FIELD_TYPE_MISMATCH: 50,
  EXTERNAL_MISSING_ON_BASE: 60,
  EXTERNAL_TYPE_MISMATCH: 70,
  INVALID_FIELD_SHARING: 100,
  // An @external that nothing uses is mostly the remains of a @requires or @key that is itself wrong.
  EXTERNAL_UNUSED: 800,
};

type SubgraphNode = NonNullable<GraphQLError['nodes']>[number] & { readonly subgraph?: string };

/** Where the error happened; a node that only surrounds another one adds nothing. */
function placesOf(error: GraphQLError, subgraphs: readonly ParsedSubgraph[]): (Place & { readonly message: string })[] {
  const nodes: readonly SubgraphNode[] = (error.nodes ?? []).filter((node) => node.loc !== undefined);
  return nodes
    .filter((node) => !nodes.some((other) => isInside(other, node)))
    .map((node) => {
      const file = node.loc!.source.name;
      const named = 'name' in node && node.kind !== 'Directive' && node.name?.loc !== undefined ? node.name : node;
      const subgraph = node.subgraph ?? subgraphs.find(({ sdl }) => sdl.file === file)?.name;
      return { ...placeOf(named, file), message: subgraph === undefined ? 'here' : `in subgraph "${subgraph}"` };
    });
}

/** Of subgraphs that serve a field, those that do not share it are the ones to look at. */
function guiltyFirst<Named extends { readonly message: string }>(
  places: readonly Named[],
  names: readonly string[],
): Named[] {
  const isGuilty = ({ message }: Named) => names.some((name) => message.endsWith(`"${name}"`));
  return [...places.filter(isGuilty), ...places.filter((place) => !isGuilty(place))];
}

function isInside(inner: SubgraphNode, outer: SubgraphNode): boolean {
  const [a, b] = [inner.loc!, outer.loc!];
  return inner !== outer && a.source === b.source && a.start > b.start && a.end <= b.end;
}

/** `[orders] Unknown type ...`: without a node, the file of the subgraph that is named. */
function wholeFile(message: string, subgraphs: readonly ParsedSubgraph[]): Place {
  const name = /^\[([^\]]+)\]/.exec(message)?.[1] ?? /subgraphs? "([^"]+)"/.exec(message)?.[1];
  const subgraph = subgraphs.find((candidate) => candidate.name === name) ?? subgraphs[0];
  return { file: subgraph?.sdl.file ?? '.', line: 1, column: 1 };
}

function withoutPrefix(message: string): string {
  const text = message.replace(/^\[[^\]]+\] /, '').replace(/ \(if the field is defined in another subgraph.*$/s, '');
  return text.replace(/ \(the field should either be added.*$/s, '').replace(/([^.?!])$/, '$1.');
}
