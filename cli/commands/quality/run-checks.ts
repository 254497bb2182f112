// The checks of a subgraph's contracts, run on a database at the prompt: what a pipeline does before it deploys.
import { basename, dirname, resolve } from 'node:path';
import { systemClock } from '../../../kit/clock.ts';
import { GordianError } from '../../../kit/errors.ts';
import { createDatabase } from '../../../kit/postgres.ts';
import type { CheckResult } from '../../../kit/quality/check.ts';
import { checkTimeoutMs } from '../../../kit/quality/quality-runner.ts';
import { runCheck } from '../../../kit/quality/run-check.ts';
import type { Contract } from '../../../schema/contract/contract.ts';
import type { QualityRule } from '../../../schema/contract/quality-rule.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { formatProblems } from '../../../schema/problem.ts';
import { qualityCheckId } from '../../../schema/quality/check-id.ts';
import { expectationText } from '../../../schema/quality/expectation-text.ts';
import { qualityRules, runnableChecks } from '../../../schema/quality/runnable-checks.ts';
import { readSubgraphsOf } from '../../text-files.ts';
import type { CheckReport } from './check-report.ts';

/** One after the other, each in a transaction that only reads. @throws GordianError CONTRACT_INVALID, DATABASE_UNAVAILABLE */
export async function runChecks(folder: string, databaseUrl: string): Promise<CheckReport[]> {
  const contracts = contractsIn(resolve(folder));
  const rules = new Map(
    contracts.flatMap((contract) => qualityRules(contract).map((rule) => [idOf(contract, rule), rule])),
  );
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'gordian-quality-run',
    maxConnections: 1,
    statementTimeoutMs: checkTimeoutMs,
  });
  try {
    const reports: CheckReport[] = [];
    for (const check of contracts.flatMap(runnableChecks)) {
      const result = await runCheck({ database, clock: systemClock, statementTimeoutMs: checkTimeoutMs }, check);
      reports.push(reportOf(result, rules.get(check.id)!));
    }
    return reports;
  } finally {
    await database.close();
  }
}

function contractsIn(folder: string): Contract[] {
  const subgraph = readSubgraphsOf(dirname(folder)).find(({ name }) => name === basename(folder));
  if (!subgraph) throw new GordianError('CONFIG_INVALID', `${folder} holds no contract.yaml.`);
  return subgraph.contracts.map(({ file, text }) => {
    const { contract, problems } = readContract(text, file);
    if (contract) return contract;
    throw new GordianError('CONTRACT_INVALID', `The contract cannot be read.\n${formatProblems(problems)}`);
  });
}

function idOf({ product }: Contract, { id }: QualityRule): string {
  return qualityCheckId(product, id);
}

const statuses = { PASS: 'PASSING', FAIL: 'FAILING', ERROR: 'UNKNOWN', SKIPPED: 'UNKNOWN' } as const;

function reportOf({ check, outcome, observed, failedRows, detail }: CheckResult, rule: QualityRule): CheckReport {
  return {
    check,
    coordinate: rule.element,
    expectation: expectationText(rule),
    severity: rule.severity,
    status: statuses[outcome],
    observed,
    failedRows,
    reason: detail,
    place: rule.place,
  };
}
