// A dry run: another policy is asked about the operations that are answered, and decides nothing. It judges when nothing else is to
// be done, a sample of them if there are many, and counts where it differs.
import { setImmediate } from 'node:timers/promises';
import type { Caller } from '../../kit/caller.ts';
import type { Log } from '../../kit/log.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import type { Circumstances } from '../../policies/decide/evaluate.ts';
import type { LoadedRules } from '../../policies/reload/load-rules.ts';
import { authorize } from '../authorize/authorize.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { CandidateSettings } from '../config.ts';
import type { Generation } from '../supergraph/generation.ts';
import { compileRules } from '../supergraph/policies.ts';
import { compareAuthorizations } from './compare-authorizations.ts';
import { countDifferences, type Difference, type Differences } from './differences.ts';
import { followCandidate } from './follow-candidate.ts';

export interface DryRun {
  /** Costs the caller next to nothing: what is to be done is done later, or not at all. */
  observe(generation: Generation, operation: ObservedOperation): void;
  report(): DryRunReport;
  stop(): void;
}

export interface ObservedOperation {
  readonly operation: AuthorizedOperation;
  readonly caller: Caller;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface DryRunReport {
  readonly directory: string;
  /** Digest of the sources of the candidate; null until they can be loaded. */
  readonly rules: string | null;
  /** Why it is not asked; null when it is. */
  readonly problem: string | null;
  /** What is counted here began with this candidate and this generation. */
  readonly generation: string | null;
  readonly since: string;
  /** Judged by both. */
  readonly operations: number;
  /** Of these, how many were judged differently somewhere. */
  readonly different: number;
  /** Left out because too many waited. */
  readonly skipped: number;
  readonly differences: readonly Difference[];
  /** Findings beyond the number of differences that are told apart. */
  readonly leftOut: number;
}

const reportEveryMs = 60_000;
const maxLogged = 20;

export function createDryRun(settings: CandidateSettings, circumstances: Circumstances, log: Log): DryRun {
  const { directory, sampleRate, maxWaiting, maxDifferences } = settings;
  const candidate = followCandidate(directory, log.child({ candidate: directory }));
  const waiting: { readonly generation: Generation; readonly observed: ObservedOperation }[] = [];
  let count = startCount(null, maxDifferences);
  let opponents: Opponents | null = null;
  /** Generations that are over, though the last operations on them may still come. */
  const former = new WeakSet<Generation>();
  let isJudging = false;
  let told = 0;

  async function judgeAll(): Promise<void> {
    isJudging = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await setImmediate();
      await judge(next.generation, next.observed).catch((error: Error) =>
        log.error({ event: 'policy.dryRun', err: error }, 'An operation could not be judged by the candidate.'),
      );
    }
    isJudging = false;
  }

  async function judge(generation: Generation, { operation, caller, variables }: ObservedOperation): Promise<void> {
    const policy = await opponentOf(generation);
    if (policy === null) return;
    const onFault = () => {};
    const { shape } = operation;
    const judged = await authorize({ shape, policy, caller, variables, onFault, circumstances });
    const found = compareAuthorizations(operation, judged.operation);
    count.operations++;
    if (found.length > 0) count.different++;
    count.differences.add(found, caller.client);
  }

  /** Compiled once for a generation and a candidate; whatever was counted of others is over. */
  async function opponentOf(generation: Generation): Promise<CompiledPolicy | null> {
    const rules = candidate.rules();
    if (rules === null) return null;
    if (opponents?.generation === generation && opponents.rules === rules) return opponents.policy;
    if (former.has(generation)) return null;
    if (opponents && opponents.generation !== generation) former.add(opponents.generation);
    count = startCount(generation.id, maxDifferences);
    opponents = { generation, rules, ...(await compileOrNot(rules, generation)) };
    return opponents.policy;
  }

  const timer = setInterval(() => {
    if (count.different === told) return;
    told = count.different;
    const { differences, ...summary } = report();
    log.info(
      { event: 'policy.dryRun', ...summary, differences: differences.slice(0, maxLogged) },
      'The candidate differs.',
    );
  }, reportEveryMs).unref();

  function report(): DryRunReport {
    const { generation, since, operations, different, skipped, differences } = count;
    return {
      directory,
      rules: candidate.rules()?.files.digest ?? null,
      problem: candidate.problem()?.message ?? opponents?.problem ?? null,
      generation,
      since,
      operations,
      different,
      skipped,
      differences: differences.list(),
      leftOut: differences.leftOut(),
    };
  }

  return {
    observe(generation, observed) {
      if (Math.random() >= sampleRate) return;
      if (waiting.length >= maxWaiting) {
        count.skipped++;
        return;
      }
      waiting.push({ generation, observed });
      if (!isJudging) void judgeAll();
    },
    report,
    stop() {
      candidate.stop();
      clearInterval(timer);
      waiting.length = 0;
    },
  };
}

/** The policy that serves, and the one that would. */
interface Opponents {
  readonly generation: Generation;
  readonly rules: LoadedRules;
  /** Null when it does not fit. */
  readonly policy: CompiledPolicy | null;
  readonly problem: string | null;
}

async function compileOrNot(
  rules: LoadedRules,
  { supergraph }: Generation,
): Promise<Pick<Opponents, 'policy' | 'problem'>> {
  try {
    return { policy: await compileRules(rules, supergraph), problem: null };
  } catch (error) {
    return { policy: null, problem: (error as Error).message };
  }
}

interface Count {
  readonly generation: string | null;
  readonly since: string;
  operations: number;
  different: number;
  skipped: number;
  readonly differences: Differences;
}

function startCount(generation: string | null, maxDifferences: number): Count {
  const since = new Date().toISOString();
  return { generation, since, operations: 0, different: 0, skipped: 0, differences: countDifferences(maxDifferences) };
}
