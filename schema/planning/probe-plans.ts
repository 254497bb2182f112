// The probes of a supergraph that nobody serves yet, planned in the thread of the caller: for a worker, because planning blocks.
import { parse } from 'graphql';
import { takeAccessDirectives } from '../access-directives.ts';
import { apiSchemaOf } from '../api-schema.ts';
import type { ProbeQuery } from './probe-queries.ts';
import { type ProbeLimits, probeTypes, type SlowType } from './probe-types.ts';
import { createQueryPlanning } from './query-planning.ts';

/**
 * @param onProbe hears of each before it is planned, so that a thread which never comes back has left the culprit's name
 * @throws GordianError SUPERGRAPH_INVALID
 */
export async function probePlans(
  supergraphSdl: string,
  limits: ProbeLimits,
  onProbe: (probe: ProbeQuery) => void,
): Promise<readonly SlowType[]> {
  const { sdl } = takeAccessDirectives(supergraphSdl);
  const planning = createQueryPlanning(parse(sdl, { noLocation: true }));
  const plan = async (probe: ProbeQuery): Promise<string | null> => {
    onProbe(probe);
    try {
      planning.plan(parse(probe.query), []);
      return null;
    } catch {
      return 'PLANNING_FAILED';
    }
  };
  return probeTypes(apiSchemaOf(sdl), plan, limits);
}
