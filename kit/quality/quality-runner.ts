// Runs the quality checks of a domain in its own process, with its own role: no other process can read its data. The metadata
// service keeps the schedule and hands each run to one process, however many the domain has, so this asks every few seconds what
// there is to run, on schedule or because somebody asked, and reports what came of it.
import { z } from 'zod';
import { type Clock, systemClock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { MetadataService } from '../metadata-service.ts';
import type { Database } from '../postgres.ts';
import { type Rounds, type Schedule, startRounds } from '../rounds.ts';
import type { CheckResult, DomainChecks, RunnableCheck } from './check.ts';
import { runCheck } from './run-check.ts';

/** The longest that one check may take; a lease of the metadata service covers some of them one after the other. */
export const checkTimeoutMs = 30_000;

export interface QualityRunnerOptions extends DomainChecks {
  /** Waits at least `checkTimeoutMs` for a statement. */
  readonly database: Pick<Database, 'readOnly'>;
  readonly metadata: MetadataService;
  readonly log: Log;
  readonly clock?: Clock;
  readonly intervalMs?: number;
  readonly schedule?: Schedule;
}

export function startQualityRunner({ products, metadata, log, ...options }: QualityRunnerOptions): Rounds {
  const checks = new Map(options.checks.map((check) => [check.id, check]));
  const services = {
    database: options.database,
    clock: options.clock ?? systemClock,
    statementTimeoutMs: checkTimeoutMs,
  };
  let stopped = false;

  async function runWhatIsDue(): Promise<void> {
    for (let due = await claim(); due.length > 0 && !stopped; due = await claim()) {
      const results = await runInTurn(due);
      await metadata.post('/api/v1/quality/results', { results: results.map(withoutNulls) });
    }
  }

  /** What is left at the end of the process is taken by another one when the lease is over. */
  async function runInTurn(due: readonly string[]): Promise<CheckResult[]> {
    const results: CheckResult[] = [];
    for (const id of due) {
      if (!stopped) results.push(await runCheck(services, checks.get(id) ?? unknownHere(id)));
    }
    return results;
  }

  async function claim(): Promise<readonly string[]> {
    return claimed.parse(await metadata.post('/api/v1/quality/claims', { products })).run;
  }

  const rounds = startRounds({
    round: runWhatIsDue,
    intervalMs: options.intervalMs ?? 2_000,
    onFailing: (error) =>
      log.warn({ event: 'quality.failed', err: error }, 'Quality checks cannot be run; trying again.'),
    schedule: options.schedule,
  });
  return {
    stop: () => {
      stopped = true;
      return rounds.stop();
    },
  };
}

const claimed = z.object({ run: z.array(z.string()) });

/** The registered contract is another version than the one that this process came with. */
function unknownHere(id: string): RunnableCheck {
  const reason = 'The process of the domain does not have this check: it runs with another version of the contract.';
  return { id, probe: { kind: 'none', reason }, isMet: () => false };
}

function withoutNulls(result: CheckResult): object {
  return Object.fromEntries(Object.entries(result).filter(([, value]) => value !== null));
}
