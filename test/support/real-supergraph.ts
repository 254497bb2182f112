// The supergraph of the repository's own subgraphs as the registry would publish it, composed once per test file.
import type { GraphQLSchema } from 'graphql';
import { createPlanner } from '../../gateway/plan/create-planner.ts';
import { packageFile } from '../../kit/package-files.ts';
import { type AccessDemands, takeAccessDirectives } from '../../schema/access-directives.ts';
import type { Classifications } from '../../schema/artefact.ts';
import { preparePublication } from '../../schema/publication.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';

export interface RealSupergraph {
  /** As composed, with what it demands of callers. */
  readonly supergraphSdl: string;
  readonly demands: AccessDemands;
  /** As clients see it. */
  readonly schema: GraphQLSchema;
  readonly classifications: Classifications;
}

export function composeRealSupergraph(): RealSupergraph {
  const folders = readSubgraphFolders(packageFile('subgraphs'));
  const submissions = folders.map(({ name, file, sdl, contracts }) => ({
    name,
    url: `http://127.0.0.1/${name}`,
    sdl,
    sdlFile: file,
    file,
    contracts,
  }));
  const result = preparePublication(submissions);
  if (!result.ok)
    throw new Error(result.problems.map(({ file, line, message }) => `${file}:${line} ${message}`).join('\n'));
  const { supergraphSdl, classifications } = result.publication;
  const { sdl, demands } = takeAccessDirectives(supergraphSdl);
  return { supergraphSdl, classifications, demands, schema: createPlanner(sdl).apiSchema };
}
