// Alerting rules for Prometheus, generated from what contracts promise and read from the metrics of the metadata service, which has
// done the counting: nothing here knows how a promise is measured.
import { stringify } from 'yaml';
import type { Contract, Sla, SlaKind } from '../contract/contract.ts';
import { type BurnRule, burnRulesOf } from './burn-rules.ts';

interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

interface RuleGroup {
  readonly name: string;
  readonly rules: readonly AlertingRule[];
}

const measuredKinds: readonly SlaKind[] = ['FRESHNESS', 'AVAILABILITY', 'ERROR_RATE', 'LATENCY', 'COMPLETENESS'];

/** @returns a rules file: a group per product, and what its promises are about in the words of the contract */
export function prometheusRules(contracts: readonly Contract[]): string {
  const groups = contracts.map(groupOf).filter(({ rules }) => rules.length > 0);
  return stringify({ groups }, { lineWidth: 0 });
}

function groupOf(contract: Contract): RuleGroup {
  const measured = contract.slas.filter(({ kind }) => measuredKinds.includes(kind));
  return { name: `gordian/${contract.product}`, rules: measured.flatMap((sla) => rulesOf(contract, sla)) };
}

function rulesOf(contract: Contract, sla: Sla): AlertingRule[] {
  return [
    broken(contract, sla),
    ...burnRulesOf(sla.windowSeconds).map((rule) => burning(contract, sla, rule)),
    unknown(contract, sla),
  ];
}

function broken(contract: Contract, sla: Sla): AlertingRule {
  return {
    alert: 'GordianPromiseBroken',
    expr: `gordian_sla_status{${selector(contract, sla)},status="BREACHED"} == 1`,
    labels: labelsOf(contract, sla, 'page'),
    annotations: annotationsOf(contract, sla, 'is not kept'),
  };
}

/** With `max`, because every process of the metadata service tells the same. */
function burning(contract: Contract, sla: Sla, { alert, moreThan, long, short }: BurnRule): AlertingRule {
  const over = ({ window }: { readonly window: string }) =>
    `max by (product, sla) (gordian_sla_burn_rate{${selector(contract, sla)},window="${window}"}) > ${moreThan}`;
  return {
    alert: alert === 'PAGE' ? 'GordianBudgetBurnsFast' : 'GordianBudgetBurnsSlowly',
    expr: [long, ...(short ? [short] : [])].map(over).join(' and '),
    labels: { ...labelsOf(contract, sla, alert.toLowerCase()), window: long.window },
    annotations: annotationsOf(contract, sla, `uses its budget of errors more than ${moreThan} times too fast`),
  };
}

/** What is not known neither fires nor resolves the others; that nobody knows is somebody's work. */
function unknown(contract: Contract, sla: Sla): AlertingRule {
  return {
    alert: 'GordianPromiseUnknown',
    expr: `gordian_sla_status{${selector(contract, sla)},status="UNKNOWN"} == 1`,
    for: '1h',
    labels: labelsOf(contract, sla, 'ticket'),
    annotations: annotationsOf(contract, sla, 'is not known to be kept'),
  };
}

/** Products and ids of promises have no character that PromQL would read otherwise. */
function selector({ product }: Contract, { id }: Sla): string {
  return `product="${product}",sla="${id}"`;
}

function labelsOf({ product, owner }: Contract, { id }: Sla, severity: string): Record<string, string> {
  return { severity, product, sla: id, team: owner.id };
}

function annotationsOf({ name, owner }: Contract, sla: Sla, what: string): Record<string, string> {
  const { kind, threshold, unit, window, description } = sla;
  const promised = `The promised ${kind.toLowerCase().replaceAll('_', ' ')} (${threshold} ${unit} over ${window})`;
  return {
    summary: `${name}: ${promised} ${what}.`,
    ...(description === null ? {} : { description: withoutTemplates(description) }),
    ...(owner.onCall === null ? {} : { on_call: withoutTemplates(owner.onCall) }),
  };
}

/** Prometheus would carry out what stands between double braces. */
function withoutTemplates(text: string): string {
  return text.replaceAll('{{', '{ {');
}
