// Follows a folder of policy sources while a process serves: sound rules are handed over as soon as the files stand still, whatever
// is broken, half-written or gone leaves the last good rules where they are and is told loudly. Nothing here ever throws later.
import type { Log } from '../kit/log.ts';
import type { LoadedRules } from './load-rules.ts';

export interface FollowRulesOptions {
  /** Holds rules.ts and what it names. */
  readonly directory: string;
  /** File that keeps the last rules that served, for a start with broken ones; null: such a start fails. */
  readonly keptIn: string | null;
  /** False: read once, at the start. */
  readonly follow: boolean;
  /**
   * Makes rules serve, or throws and leaves the former ones where they are. Never called twice at once.
   * @returns false when it cannot be told yet, for want of a schema: see {@link FollowedRules.serves}
   */
  readonly adopt: (rules: LoadedRules) => Promise<boolean>;
  /** Told once of each new problem, and of its end with null. */
  readonly onProblem?: (problem: RulesProblem | null) => void;
  readonly log: Log;
}

export interface FollowedRules {
  /** What serves, or is to serve. */
  current(): LoadedRules;
  /** What may serve, best first: the files as they are now, what serves, and what the file keeps of an earlier run. */
  candidates(): Promise<readonly LoadedRules[]>;
  /** For an `adopt` that could not tell: these serve now. */
  serves(rules: LoadedRules): void;
  /** Why the files as they are do not serve; null when they do. */
  problem(): RulesProblem | null;
  stop(): void;
}

export interface RulesProblem {
  /** For those who run the platform: names files and lines. */
  readonly message: string;
  readonly since: Date;
}

/**
 * Resolves when rules are adopted, of the folder or else the kept ones.
 * @throws GordianError POLICY_INVALID when neither can be
 */
export async function followRules(_options: FollowRulesOptions): Promise<FollowedRules> {
  throw new Error('not yet');
}
