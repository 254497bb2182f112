// No promtool here: the file is held against the format by hand, its expressions against the metrics that there are, and its alerts
// against those of our own.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageFile } from '../../../../kit/package-files.ts';
import type { Contract } from '../../../../schema/contract/contract.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { burnWindowsOf } from '../../../../schema/service-levels/burn-rules.ts';
import { prometheusRules } from '../../../../schema/service-levels/prometheus-rules.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';
import { createMetadataMetrics } from '../../../../subgraphs/metadata/metrics/metadata-metrics.ts';
import { errorBudget } from '../../../../subgraphs/metadata/service-levels/error-budget.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Record<string, string>;
  readonly annotations: Record<string, string>;
}

const contracts = readSubgraphFolders(packageFile('subgraphs'))
  .flatMap((folder) => folder.contracts)
  .map(({ file, text }): Contract => readContract(text, file).contract!);
const file = parse(prometheusRules(contracts)) as { groups: { name: string; rules: Rule[] }[] };
const rules = file.groups.flatMap((group) => group.rules);

interface Clause {
  readonly metric: string;
  readonly labels: Record<string, string>;
  readonly operator: string;
  readonly limit: number;
}

const clausePattern =
  /^(?:max by \([a-z]+(?:, [a-z]+)*\) \()?([a-z_]+)\{([a-z]+="[^"\\]*"(?:,[a-z]+="[^"\\]*")*)\}\)? (==|>) (\d+(?:\.\d+)?)$/;

/** All that we write of PromQL: selected series against a number, with `and` between. */
function clausesOf(expr: string): Clause[] {
  return expr.split(' and ').map((text) => {
    const [, metric, labels, operator, limit] = clausePattern.exec(text)!;
    const pairs = [...labels!.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!] as const);
    return { metric: metric!, labels: Object.fromEntries(pairs), operator: operator!, limit: Number(limit) };
  });
}

describe('the rules of the contracts of this repository', () => {
  test('are groups of alerting rules, and nothing else', () => {
    expect(Object.keys(file)).toEqual(['groups']);
    expect(new Set(file.groups.map(({ name }) => name)).size).toBe(file.groups.length);
    for (const group of file.groups) expect(Object.keys(group)).toEqual(['name', 'rules']);
    for (const rule of rules) {
      expect(
        Object.keys(rule).filter((key) => !['alert', 'expr', 'for', 'labels', 'annotations'].includes(key)),
      ).toEqual([]);
      expect(rule.alert).toMatch(/^[A-Z][A-Za-z]+$/);
      if (rule.for) expect(rule.for).toMatch(/^\d+[smhd]$/);
      for (const [name, value] of [...Object.entries(rule.labels), ...Object.entries(rule.annotations)]) {
        expect(name).toMatch(/^[a-z_][a-z0-9_]*$/);
        expect(typeof value === 'string' && !value.includes('{{')).toBe(true);
      }
    }
  });

  test('ask only for metrics that there are, by labels that they have', async () => {
    const budget = errorBudget({
      target: 0.9,
      windowSeconds: 2_592_000,
      whole: some,
      recent: recentOf(() => some),
      now,
    });
    const reading = { status: 'OK', observed: 1, evidenceAgeSeconds: 1, breachesAt: null, severity: null } as const;
    const promises = contracts.flatMap(({ product, slas }) =>
      slas.map(({ id: name, kind }) => ({ product, name, kind, reading, budget })),
    );
    const metrics = createMetadataMetrics({
      levels: async () => ({ promises, openIncidents: [], quality: new Map() }),
      lineageLagSeconds: () => null,
    });
    const { text } = await metrics.read();
    for (const { metric, labels } of rules.flatMap(({ expr }) => clausesOf(expr))) {
      const series = text.split('\n').filter((line) => line.startsWith(`${metric}{`));
      const fits = series.filter((line) =>
        Object.entries(labels).every(([name, value]) => line.includes(`${name}="${value}"`)),
      );
      expect(fits, `${metric} ${JSON.stringify(labels)}`).toHaveLength(1);
    }
  });

  test('name the team, and tell breaches, fast and slow burning and what is unknown apart', () => {
    const orders = rules.filter(({ labels }) => labels.sla === 'orders-availability');
    expect(orders.map(({ alert, labels }) => [alert, labels.severity, labels.team])).toEqual([
      ['GordianPromiseBroken', 'page', 'order-management'],
      ['GordianBudgetBurnsFast', 'page', 'order-management'],
      ['GordianBudgetBurnsFast', 'page', 'order-management'],
      ['GordianBudgetBurnsSlowly', 'ticket', 'order-management'],
      ['GordianPromiseUnknown', 'ticket', 'order-management'],
    ]);
  });
});

const now = new Date('2026-03-01T12:00:00Z');
const some = { good: 9, total: 10 };
const windows = burnWindowsOf(2_592_000);

function recentOf(tallyOf: (window: string) => { good: number; total: number }) {
  return windows.map((window) => ({ window, tally: tallyOf(window.window) }));
}

test('an alert of Prometheus fires exactly when ours does', () => {
  const burning = rules.filter(({ labels, alert }) => labels.sla === 'orders-availability' && alert.includes('Burns'));
  const badOf1000 = fc.record(
    Object.fromEntries(windows.map(({ window }) => [window, fc.constantFrom(0, 1, 5, 6, 7, 14, 15, 100)])),
  );
  fc.assert(
    fc.property(badOf1000, (bad) => {
      const recent = recentOf((window) => ({ good: 1_000 - bad[window]!, total: 1_000 }));
      const budget = errorBudget({ target: 0.999, windowSeconds: 2_592_000, whole: some, recent, now });
      const rates = new Map(budget.burn.map(({ window, rate }) => [window, rate]));
      const firing = burning.filter(({ expr }) =>
        clausesOf(expr).every(({ labels, limit }) => rates.get(labels.window!)! > limit),
      );
      const expected = firing.some(({ labels }) => labels.severity === 'page')
        ? 'PAGE'
        : firing.length > 0
          ? 'TICKET'
          : null;
      expect(budget.alert).toBe(expected);
    }),
  );
});
