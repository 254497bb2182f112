// The guard of one subgraph: its resolvers behind the rules that serve, and behind others as soon as those do. What is guarded is
// made anew and swapped whole; rules that do not fit leave the former ones where they are.
import type { GraphQLSchema } from 'graphql';
import type { Log } from '../../kit/log.ts';
import { projectFile } from '../../kit/project-files.ts';
import type { CompiledPolicy } from '../compiler/compiled-policy.ts';
import { followRules } from '../reload/follow-rules.ts';
import type { LoadedRules } from '../reload/load-rules.ts';
import { requireReviewed } from '../review/reviewed-table.ts';
import { compileProtection, guardResolvers, type SubgraphProtection } from './protect-subgraph.ts';

/** Puts the rules around resolvers. @throws GordianError POLICY_INVALID */
export type Protect = (schema: GraphQLSchema, facts?: Facts) => Promise<GraphQLSchema>;

type Facts = Pick<SubgraphProtection, 'classifications' | 'demands'>;

export interface SubgraphGuard {
  /**
   * Serves by the best rules there are, and from then on calls `serve` again whenever others come; never twice at once.
   * @throws what `serve` throws under the best of them, when it does under all; then what has served before goes on
   */
  serveBy(serve: (protect: Protect) => Promise<void>): Promise<void>;
  /** The rules that serve; null before the first. */
  serving(): LoadedRules | null;
  /** Where the subgraph runs, as contracts name regions; null when it was not told. */
  readonly region: string | null;
  stop(): void;
}

export interface GuardOptions {
  /** Holds rules.ts and what it names; policies/ of the project when absent. */
  readonly directory?: string | undefined;
  /** Whether changes of the folder are followed. */
  readonly follow: boolean;
  /** `require`: rules must decide as the golden.txt beside them says, where there is one. */
  readonly golden: 'require' | 'ignore';
  /** File that keeps the last rules that served, for a start with broken ones. */
  readonly keptIn: string | null;
  /** Where the subgraph runs, as contracts name regions. */
  readonly region: string | null;
  readonly log: Log;
}

/** @param domain name of the folder below subgraphs/ */
export function guardOf(domain: string): (options: GuardOptions) => Promise<SubgraphGuard> {
  return async ({ directory = projectFile('policies'), follow, golden, keptIn, region, log }) => {
    let serve: ((protect: Protect) => Promise<void>) | null = null;
    /** These need no proof any more, whatever schema comes. */
    let proved: LoadedRules | null = null;
    const inTurn = oneAtATime();

    const serveWith = async (loaded: LoadedRules): Promise<void> => {
      const { rules, files } = loaded;
      await serve!(async (schema, facts) => {
        const compiled = compileProtection(schema, { domain, rules, ...facts });
        if (golden === 'require' && loaded !== proved) await requireReviewed(askedHere(compiled), loaded);
        return guardResolvers(schema, { ...compiled, rulesDigest: files.digest }, region);
      });
      proved = loaded;
    };

    const followed = await followRules({
      directory,
      follow,
      keptIn,
      log,
      adopt: (rules) =>
        inTurn(async () => {
          if (serve === null) return false;
          await serveWith(rules);
          return true;
        }),
    });

    const serveByBest = async (): Promise<void> => {
      let refusal: unknown;
      for (const rules of await followed.candidates())
        try {
          await serveWith(rules);
          return await followed.serve(rules, refusal);
        } catch (error) {
          refusal ??= error;
        }
      throw refusal;
    };

    return {
      serveBy: (next) =>
        inTurn(async () => {
          const former = serve;
          serve = next;
          try {
            await serveByBest();
          } catch (error) {
            serve = former;
            throw error;
          }
        }),
      serving: () => proved,
      region,
      stop: followed.stop,
    };
  };
}

/** The table speaks of what all rules say, those included that only the gateway can ask. */
function askedHere(policy: CompiledPolicy): CompiledPolicy {
  const elsewhere = new Set(policy.gatewayOnly.map(({ coordinate }) => coordinate));
  return { ...policy, coordinates: policy.coordinates.filter(({ coordinate }) => !elsewhere.has(coordinate)) };
}

function oneAtATime(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => {});
    return result;
  };
}
