// Which policy serves: the rules of a folder as they are, or the last that were good, compiled against the supergraph and proved
// before they decide anything.
import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { GordianError } from '../../kit/errors.ts';
import { inSlices, type Steps } from '../../kit/in-slices.ts';
import type { Log } from '../../kit/log.ts';
import { type CompiledPolicy, compileDomainPolicyInSlices, openPolicy } from '../../policies/compile.ts';
import { type FollowedRules, type FollowState, followRules } from '../../policies/reload/follow-rules.ts';
import type { LoadedRules } from '../../policies/reload/load-rules.ts';
import { requireReviewed } from '../../policies/review/reviewed-table.ts';
import type { Classification, Classifications, SupergraphArtefact } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { PolicySettings } from '../config.ts';
import type { AdoptPolicy, PolicySource } from './generations.ts';
import type { ServedSupergraph } from './served-supergraph.ts';

export interface Policies extends PolicySource {
  /** Null where there are no rules. */
  state(): FollowState | null;
}

/** For a gateway without rules. */
export const noPolicies: Policies = {
  policyFor: async ({ demands }) => ({ policy: openPolicy(demands), serves: async () => {} }),
  serveBy: () => {},
  state: () => null,
  stop: () => {},
};

/** @throws GordianError POLICY_INVALID when neither the folder nor what is kept of an earlier run can be loaded */
export async function followPolicies(
  { directory, follow, golden }: PolicySettings,
  stateDirectory: string,
  log: Log,
): Promise<Policies> {
  let adopt: AdoptPolicy = async () => false;
  /** What serves: these need no proof any more, whatever supergraph comes. */
  let proved: LoadedRules | null = null;

  /** @param former what changed rules are compared with; without any, they are not changed but there for the first time */
  const compile = async (
    rules: LoadedRules,
    supergraph: ServedSupergraph,
    former: LoadedRules | null,
  ): Promise<CompiledPolicy> => {
    const policy = await compileRules(rules, supergraph);
    if (golden === 'require' && former !== null && rules !== proved)
      await requireReviewed(policy, rules, await compileIfItFits(former, supergraph));
    return policy;
  };

  const followed: FollowedRules = await followRules({
    directory: resolve(directory),
    keptIn: join(stateDirectory, 'policy.json'),
    follow,
    log,
    async adopt(rules) {
      const serves = await adopt((supergraph) => compile(rules, supergraph, proved));
      if (serves) proved = rules;
      return serves;
    },
  });

  return {
    async policyFor(supergraph) {
      let refusal: unknown;
      const candidates = await followed.candidates();
      for (const [index, rules] of candidates.entries())
        try {
          const policy = await compile(rules, supergraph, candidates[index + 1] ?? null);
          return { policy, serves: () => serve(rules, refusal) };
        } catch (error) {
          refusal ??= error;
        }
      throw refusal;
    },
    serveBy(next) {
      adopt = next;
    },
    state: followed.state,
    stop: followed.stop,
  };

  async function serve(rules: LoadedRules, refusal: unknown): Promise<void> {
    if (rules === proved) return;
    proved = rules;
    await followed.serve(rules, refusal);
  }
}

/** @throws GordianError POLICY_INVALID */
export async function compileRules(
  { rules, files }: LoadedRules,
  { artefact, demands, planner }: Pick<ServedSupergraph, 'artefact' | 'demands' | 'planner'>,
): Promise<CompiledPolicy> {
  try {
    const classifications = await inSlices(mapSteps(artefact.classifications));
    const policy = await compileDomainPolicyInSlices(planner.apiSchema, { classifications, demands }, rules);
    return { ...policy, version: versionOf(policy, files.digest), rulesDigest: files.digest };
  } catch (cause) {
    if (cause instanceof GordianError) throw cause;
    throw new GordianError('POLICY_INVALID', `The policy does not compile: ${(cause as Error).message}`, { cause });
  }
}

function* mapSteps(classifications: SupergraphArtefact['classifications']): Steps<Classifications> {
  const map = new Map<Coordinate, Classification>();
  for (const coordinate of Object.keys(classifications)) {
    map.set(coordinate, classifications[coordinate]!);
    yield;
  }
  return map;
}

async function compileIfItFits(rules: LoadedRules, supergraph: ServedSupergraph): Promise<CompiledPolicy | null> {
  try {
    return await compileRules(rules, supergraph);
  } catch {
    return null;
  }
}

/** What a rule closes over is not in its text: two policies may look the same and decide otherwise. */
function versionOf(policy: CompiledPolicy, digest: string): string {
  return createHash('sha256').update(`${policy.version} ${digest}`).digest('hex').slice(0, 16);
}
