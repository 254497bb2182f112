// What the policy commands work on, read from files: a schema, what the contracts say of it, and rules.
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { GraphQLSchema } from 'graphql';
import { GordianError } from '../../../kit/errors.ts';
import { didYouMean } from '../../../kit/nearest.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { compileDomainPolicy, type SchemaFacts } from '../../../policies/compile.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import type { Persona } from '../../../policies/persona.ts';
import { personas } from '../../../policies/personas.ts';
import { loadRules } from '../../../policies/reload/load-rules.ts';
import { readRuleFiles } from '../../../policies/reload/rule-files.ts';
import { type PolicyRules, repositoryRules } from '../../../policies/rules.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { apiSchemaOf } from '../../../schema/api-schema.ts';
import type { SupergraphArtefact } from '../../../schema/artefact.ts';
import { formatProblems, type Problem } from '../../../schema/problem.ts';
import { preparePublication } from '../../../schema/publication.ts';
import { readSubgraphsOf, readTextFile } from '../../text-files.ts';

export interface WorkspaceFlags {
  readonly subgraphs: string;
  readonly supergraph?: string;
  readonly policies: string;
}

export interface Graph extends SchemaFacts {
  /** As clients see it. */
  readonly schema: GraphQLSchema;
}

export function withWorkspaceFlags(command: Command): Command {
  return command
    .option('--subgraphs <folder>', 'the folder whose folders are the subgraphs', 'subgraphs')
    .option('--supergraph <file>', 'a supergraph as the registry publishes it (JSON), instead of the subgraphs')
    .option('--policies <folder>', 'the folder that holds rules.ts', 'policies');
}

/** @throws GordianError CONTRACT_INVALID, COMPOSITION_FAILED, SUPERGRAPH_INVALID, CONFIG_INVALID */
export function readGraph({ subgraphs, supergraph }: WorkspaceFlags): Graph {
  if (supergraph !== undefined) return readArtefact(supergraph);
  const composed = composeGraph(subgraphs);
  if ('schema' in composed) return composed;
  throw new GordianError(composed.code, formatProblems(composed.problems), {
    details: { problems: composed.problems },
  });
}

export interface Uncomposed {
  readonly code: 'CONTRACT_INVALID' | 'COMPOSITION_FAILED';
  readonly problems: readonly Problem[];
}

/** @throws GordianError CONFIG_INVALID when the folder cannot be read */
export function composeGraph(folder: string): Graph | Uncomposed {
  const submissions = readSubgraphsOf(folder).map((subgraph) => ({
    ...subgraph,
    url: `http://127.0.0.1/${subgraph.name}`,
  }));
  const result = preparePublication(submissions);
  if (!result.ok)
    return { code: result.stage === 'contract' ? 'CONTRACT_INVALID' : 'COMPOSITION_FAILED', problems: result.problems };
  const { supergraphSdl, classifications } = result.publication;
  return { ...readSupergraph(supergraphSdl), classifications };
}

function readSupergraph(supergraphSdl: string): Pick<Graph, 'schema' | 'demands'> {
  const { sdl, demands } = takeAccessDirectives(supergraphSdl);
  return { schema: apiSchemaOf(sdl), demands };
}

export interface PolicyContent {
  readonly rules: PolicyRules;
  readonly personas: readonly Persona[];
}

/** What this process runs, or what another folder holds. @throws GordianError POLICY_INVALID */
export async function readContent({ policies }: Pick<WorkspaceFlags, 'policies'>): Promise<PolicyContent> {
  if (resolve(policies) === packageFile('policies')) return { rules: repositoryRules, personas };
  return loadRules(await readRuleFiles(resolve(policies)));
}

export interface Workspace extends Graph, PolicyContent {
  readonly policy: CompiledPolicy;
}

/** @throws GordianError as {@link readGraph} and {@link readContent} */
export async function openWorkspace(flags: WorkspaceFlags): Promise<Workspace> {
  const content = await readContent(flags);
  const graph = readGraph(flags);
  return { ...graph, ...content, policy: compileDomainPolicy(graph.schema, graph, content.rules) };
}

/** @throws GordianError BAD_USER_INPUT when the policies have no such persona */
export function personaNamed(id: string, personas: readonly Persona[]): Persona {
  const persona = personas.find((candidate) => candidate.id === id);
  if (persona !== undefined) return persona;
  const known = personas.map((candidate) => candidate.id);
  throw new GordianError(
    'BAD_USER_INPUT',
    `There is no persona ${id}. ${didYouMean(id, known, `personas.ts has ${known.join(', ')}.`)}`,
  );
}

function readArtefact(file: string): Graph {
  const artefact = parseArtefact(file);
  return {
    ...readSupergraph(artefact.supergraphSdl),
    classifications: new Map(Object.entries(artefact.classifications)),
  };
}

function parseArtefact(file: string): SupergraphArtefact {
  const invalid = (why: string) =>
    new GordianError('SUPERGRAPH_INVALID', `${file} is no supergraph as the registry publishes it: ${why}`);
  const text = readTextFile(file);
  if (!text.trimStart().startsWith('{'))
    throw invalid(
      'it is SDL, which does not say how fields are classified. Use --subgraphs, or the JSON of GET /registry/supergraph.',
    );
  try {
    const { supergraphSdl, classifications, ...others } = JSON.parse(text) as SupergraphArtefact;
    if (typeof supergraphSdl === 'string' && typeof classifications === 'object' && classifications !== null)
      return { ...others, supergraphSdl, classifications };
  } catch (error) {
    throw invalid((error as Error).message);
  }
  throw invalid('supergraphSdl or classifications are missing.');
}
