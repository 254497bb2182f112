// Subgraphs in, supergraph or problems out. The only module that knows the composition library. Text that does not
// parse or refers to nothing is reported before composing, because composition would report the consequences.
import { composeServices } from '@apollo/composition';
import { type DocumentNode, type GraphQLError, Kind } from 'graphql';
import { explainCompositionError } from './composition-problem.ts';
import { type Place, type Problem, problemAt } from './problem.ts';
import { rootCauses } from './root-causes.ts';
import { findBrokenReferences } from './sdl-references.ts';
import { type ParsedSubgraph, readSubgraphSdl } from './subgraph-sdl.ts';

export interface SubgraphInput {
  readonly name: string;
  readonly url: string;
  readonly sdl: string;
  /** Name of the SDL's file, for problems. */
  readonly file: string;
  /** SDL that was generated and belongs to the same subgraph (provenance stubs). */
  readonly generatedSdl?: string;
}

export interface CompositionHint {
  readonly code: string;
  readonly message: string;
}

export type Composition =
  | { readonly ok: true; readonly supergraphSdl: string; readonly hints: readonly CompositionHint[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Never throws. The root cause comes first. */
export function composeSupergraph(subgraphs: readonly SubgraphInput[]): Composition {
  const broken = [...unusableNames(subgraphs), ...subgraphs.flatMap(readProblems)];
  if (broken.length > 0) return { ok: false, problems: broken };
  const parsed = subgraphs.map(parseSubgraph);
  const dangling = parsed.flatMap(({ sdl }) => findBrokenReferences(sdl));
  if (dangling.length > 0) return { ok: false, problems: dangling };
  return composeParsed(parsed);
}

function composeParsed(subgraphs: readonly ParsedSubgraph[]): Composition {
  try {
    const result = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: sdl.document })));
    if (result.errors !== undefined) return { ok: false, problems: problemsOf(result.errors, subgraphs) };
    return { ok: true, supergraphSdl: result.supergraphSdl, hints: result.hints.filter(isWarning).map(plainHint) };
  } catch (error) {
    return { ok: false, problems: [unexpected(error, subgraphs)] };
  }
}

function problemsOf(errors: readonly GraphQLError[], subgraphs: readonly ParsedSubgraph[]): Problem[] {
  const explained = errors.map((error) => explainCompositionError(error, subgraphs));
  const last = ({ problem }: (typeof explained)[number]) => Number(isGenerated(problem));
  const ordered = explained.sort((a, b) => last(a) - last(b) || a.rank - b.rank).map(({ problem }) => problem);
  return rootCauses(ordered, isGenerated);
}

function isGenerated({ file }: Place): boolean {
  return file.endsWith(generatedMark);
}

function readProblems({ sdl, file, generatedSdl }: SubgraphInput): Problem[] {
  const texts: readonly (readonly [string, string])[] = [
    [sdl, file],
    ...(generatedSdl ? [[generatedSdl, generatedFile(file)] as const] : []),
  ];
  return texts.flatMap(([text, name]) => {
    const read = readSubgraphSdl(text, name);
    return read.sdl === null ? [read.problem] : [];
  });
}

/** After readProblems found none. The parts keep their own file names, so that places stay true. */
function parseSubgraph({ name, url, sdl, file, generatedSdl }: SubgraphInput): ParsedSubgraph {
  const own = readSubgraphSdl(sdl, file).sdl!;
  if (!generatedSdl) return { name, url, sdl: own };
  const generated = readSubgraphSdl(generatedSdl, generatedFile(file)).sdl!;
  const document: DocumentNode = {
    kind: Kind.DOCUMENT,
    definitions: [...own.document.definitions, ...generated.document.definitions],
  };
  const kinds = new Map([...own.kinds, ...generated.kinds]);
  const types = new Map([...generated.types, ...own.types]);
  return { name, url, sdl: { file, document, kinds, types } };
}

const generatedMark = ' (generated stubs)';

function generatedFile(file: string): string {
  return `${file}${generatedMark}`;
}

function unusableNames(subgraphs: readonly SubgraphInput[]): Problem[] {
  if (subgraphs.length === 0) {
    return [
      problemAt(
        { file: '.', line: 1, column: 1 },
        {
          code: 'NO_SUBGRAPHS',
          severity: 'error',
          message: 'There is no subgraph to compose.',
          fix: 'Add a folder with a contract.yaml and a schema.graphql.',
        },
      ),
    ];
  }
  return subgraphs.flatMap(({ name, file }, index) => {
    const repeated = subgraphs.findIndex((other) => other.name === name) < index;
    if (!repeated && /^[a-z][a-z0-9_-]*$/i.test(name)) return [];
    return [
      problemAt(
        { file, line: 1, column: 1 },
        {
          code: 'INVALID_SUBGRAPH_NAME',
          severity: 'error',
          message: repeated ? `Two subgraphs are named "${name}".` : `"${name}" cannot be the name of a subgraph.`,
          fix: 'Give each subgraph its own name of letters, digits, "-" and "_", beginning with a letter.',
        },
      ),
    ];
  });
}

type LibraryHint = {
  readonly definition: { readonly code: string; readonly level: { readonly name: string } };
  readonly message: string;
};

function isWarning(hint: LibraryHint): boolean {
  // Descriptions may differ: each domain says what an entity means to it.
  return hint.definition.level.name === 'WARN' && hint.definition.code !== 'INCONSISTENT_DESCRIPTION';
}

function plainHint(hint: LibraryHint): CompositionHint {
  return { code: hint.definition.code, message: hint.message };
}

function unexpected(error: unknown, subgraphs: readonly ParsedSubgraph[]): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return problemAt(
    { file: subgraphs[0]?.sdl.file ?? '.', line: 1, column: 1 },
    {
      code: 'COMPOSITION_FAILED',
      severity: 'error',
      message: `The schemas cannot be composed: ${detail.split('\n')[0]}`,
      fix: 'Leave out one subgraph at a time to find the one that causes it.',
    },
  );
}
