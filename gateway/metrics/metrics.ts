// What the gateway counts, in the text format of Prometheus. No label names a caller, a value or an operation.
import { Counter, Gauge, Registry } from 'prom-client';
import type { FollowState } from '../../policies/reload/follow-rules.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { Usage } from '../usage/usage.ts';

export interface Metrics {
  /** An operation that was judged, however often its answer denies the same field. */
  judged(operation: AuthorizedOperation): void;
  /** @param outcome `answered`, `explained`, or the code with which it was refused */
  ended(kind: string, outcome: string): void;
  /** What is asked when somebody reads the metrics. */
  watch(sources: MetricSources): void;
  read(): Promise<{ readonly mediaType: string; readonly text: string }>;
}

export interface MetricSources {
  readonly generation: () => string | null;
  /** Null where there are no rules. */
  readonly policy: () => FollowState | null;
  readonly audit: () => Pick<Audit, 'unaudited' | 'spooledBytes'>;
  readonly usage: () => ReturnType<Usage['state']>;
  /** Null where there is none. */
  readonly dryRun: () => { readonly operations: number; readonly different: number; readonly skipped: number } | null;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const operations = new Counter({
    name: 'gordian_operations_total',
    help: 'Operations by kind and outcome: answered, explained, or the code with which they were refused.',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const denials = new Counter({
    name: 'gordian_denied_fields_total',
    help: 'Fields of operations that were denied, by error code.',
    labelNames: ['code'],
    registers,
  });
  return {
    judged(operation) {
      for (const [code, fields] of denialsOf(operation)) denials.inc({ code }, fields);
    },
    ended: (kind, outcome) => operations.inc({ kind, outcome }),
    watch: (sources) => watchSources(sources, registers),
    read: async () => ({ mediaType: registry.contentType, text: await registry.metrics() }),
  };
}

const counted = new WeakMap<AuthorizedOperation, ReadonlyMap<string, number>>();

/** Counted once for all callers with equal verdicts. */
function denialsOf(operation: AuthorizedOperation): ReadonlyMap<string, number> {
  const known = counted.get(operation);
  if (known) return known;
  const byCode = new Map<string, number>();
  for (const verdict of operation.verdicts)
    if (verdict?.kind === 'deny') byCode.set(verdict.code, (byCode.get(verdict.code) ?? 0) + 1);
  counted.set(operation, byCode);
  return byCode;
}

function watchSources({ generation, policy, audit, usage, dryRun }: MetricSources, registers: Registry[]): void {
  const seconds = (date: Date | null | undefined) => (date ? date.getTime() / 1_000 : 0);
  gauge('gordian_policy_problem', 'Whether the policy files are refused, and the last good policy serves.', () =>
    policy()?.problem ? 1 : 0,
  );
  gauge('gordian_policy_problem_since_seconds', 'Since when they are, as Unix time; 0 when they are not.', () =>
    seconds(policy()?.problem?.since),
  );
  gauge('gordian_policy_serving_since_seconds', 'Since when the rules that serve do, as Unix time.', () =>
    seconds(policy()?.servesSince),
  );
  gauge('gordian_audit_unaudited_operations', 'Operations that were answered without an audit record.', () =>
    audit().unaudited(),
  );
  gauge('gordian_audit_spool_bytes', 'The audit spool on disk, in bytes.', () => audit().spooledBytes());
  gauge('gordian_usage_waiting_reports', 'Reports of usage that could not be sent yet.', () => usage().waitingReports);
  gauge(
    'gordian_usage_lost_requests',
    'Requests in reports of usage that were given up since the start.',
    () => usage().lostRequests,
  );
  new Counter({
    name: 'gordian_policy_reloads_total',
    help: 'Changes of the policy files, by what became of them.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      this.inc({ outcome: 'served' }, policy()?.served ?? 0);
      this.inc({ outcome: 'refused' }, policy()?.refused ?? 0);
    },
  });
  new Counter({
    name: 'gordian_policy_dry_run_operations_total',
    help: 'Operations that the candidate policy was asked about; begins anew with each candidate and generation.',
    labelNames: ['outcome'],
    registers,
    collect() {
      this.reset();
      const run = dryRun();
      if (run === null) return;
      this.inc({ outcome: 'same' }, run.operations - run.different);
      this.inc({ outcome: 'different' }, run.different);
      this.inc({ outcome: 'skipped' }, run.skipped);
    },
  });
  new Gauge({
    name: 'gordian_generation',
    help: 'The supergraph and policy that serve: 1, with their name as label.',
    labelNames: ['generation'],
    registers,
    collect() {
      this.reset();
      const id = generation();
      if (id) this.set({ generation: id }, 1);
    },
  });

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value());
      },
    });
  }
}
