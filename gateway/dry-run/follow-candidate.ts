// The rules of a candidate folder as they are. Whatever is wrong with them, the gateway starts and serves: they decide nothing.
import type { Log } from '../../kit/log.ts';
import { type FollowedRules, followRules, type RulesProblem } from '../../policies/reload/follow-rules.ts';
import type { LoadedRules } from '../../policies/reload/load-rules.ts';

export interface Candidate {
  /** Null until some can be loaded. */
  rules(): LoadedRules | null;
  problem(): RulesProblem | null;
  stop(): void;
}

const retryMs = 1_000;

export function followCandidate(directory: string, log: Log): Candidate {
  let followed: FollowedRules | null = null;
  let problem: RulesProblem | null = null;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const start = async (): Promise<void> => {
    try {
      followed = await followRules({ directory, keptIn: null, follow: true, adopt: async () => true, log });
      if (stopped) followed.stop();
    } catch (error) {
      const { message } = error as Error;
      if (problem?.message !== message)
        log.warn({ event: 'policy.refused', err: error }, 'The candidate cannot be loaded.');
      problem = { message, since: problem?.since ?? new Date() };
      if (!stopped) timer = setTimeout(() => void start(), retryMs);
    }
  };

  void start();
  return {
    rules: () => followed?.current() ?? null,
    problem: () => (followed ? followed.state().problem : problem),
    stop() {
      stopped = true;
      clearTimeout(timer);
      followed?.stop();
    },
  };
}
