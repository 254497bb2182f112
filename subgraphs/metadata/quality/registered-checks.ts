// The rules of contracts as rows of the quality checks. Rules for people are nothing that could pass or fail.
import type { Contract } from '../../../schema/contract/contract.ts';
import type { QualityRule } from '../../../schema/contract/quality-rule.ts';
import { qualityCheckId } from '../../../schema/quality/check-id.ts';
import { scheduleOf } from '../../../schema/quality/check-schedule.ts';
import { expectationText } from '../../../schema/quality/expectation-text.ts';
import { qualityRules, runnableChecks } from '../../../schema/quality/runnable-checks.ts';
import { ownEngine } from './check-row.ts';

export interface RegisteredCheck {
  readonly productUrn: string;
  readonly rule: string;
  readonly element: string;
  readonly type: 'library' | 'sql' | 'custom';
  readonly metric: string | null;
  readonly engine: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly dimension: string | null;
  readonly severity: string | null;
  readonly expectation: string;
  readonly schedule: string;
  readonly implementation: unknown;
  /** Everything that decides about an outcome. */
  readonly definition: unknown;
}

type Checked = Exclude<QualityRule, { type: 'text' }>;

export function registeredChecks(contract: Contract): RegisteredCheck[] {
  const probes = new Map(runnableChecks(contract).map(({ id, probe }) => [id, probe]));
  return qualityRules(contract)
    .filter((rule) => rule.type !== 'text')
    .map((rule) => ({
      productUrn: contract.urn,
      rule: rule.id,
      element: rule.element,
      type: rule.type,
      metric: rule.type === 'library' ? rule.measure.metric : null,
      engine: rule.type === 'custom' ? rule.engine.toLowerCase() : ownEngine,
      name: rule.name,
      description: rule.description,
      dimension: rule.dimension,
      severity: rule.severity,
      expectation: expectationText(rule),
      schedule: scheduleOf(rule),
      implementation: rule.type === 'custom' ? rule.implementation : null,
      definition: {
        ...decisive(rule),
        probe: probes.get(qualityCheckId(contract.product, rule.id)) ?? null,
      },
    }));
}

/** Without what only describes it, and without when it runs. */
function decisive(rule: Checked): object {
  const { element, type, unit, expectation } = rule;
  const how = rule.type === 'custom' ? { engine: rule.engine, implementation: rule.implementation } : {};
  return { element, type, unit, expectation, ...how };
}
