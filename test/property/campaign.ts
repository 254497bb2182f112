// Random operations, variables and worlds over one supergraph: everything follows from the seed. Each operation is planned
// once and executed often, because planning costs most.
import { parse, validate } from 'graphql';
import { createDice } from '../support/federation/dice.ts';
import { randomOperation } from '../support/federation/random-operation.ts';
import { randomVariables } from '../support/federation/random-values.ts';
import type { Differential, DifferentialCase } from './differential.ts';

export interface CampaignSize {
  readonly operations: number;
  readonly executionsOfEach: number;
}

export interface CampaignResult {
  /** Valid ones. */
  operations: number;
  executions: number;
  /** Of executions, by code. */
  readonly refused: Record<string, number>;
  /** The first failing case of each operation. */
  readonly failures: DifferentialCase[];
}

export async function runCampaign(
  differential: Differential,
  seed: string,
  size: CampaignSize,
): Promise<CampaignResult> {
  const result: CampaignResult = { operations: 0, executions: 0, refused: {}, failures: [] };
  for (let number = 0; number < size.operations; number++) {
    const query = validOperation(differential, `${seed} operation ${number}`);
    if (query !== null) await runOperation(differential, query, `${seed} ${number}`, size.executionsOfEach, result);
  }
  return result;
}

/** @returns null when none was valid */
export function validOperation({ schema }: Pick<Differential, 'schema'>, seed: string): string | null {
  for (let attempt = 0; attempt < 5; attempt++) {
    const query = randomOperation(schema, createDice(`${seed} ${attempt}`));
    if (validate(schema, parse(query)).length === 0) return query;
  }
  return null;
}

async function runOperation(
  differential: Differential,
  query: string,
  seed: string,
  executions: number,
  result: CampaignResult,
): Promise<void> {
  result.operations++;
  for (let number = 0; number < executions; number++) {
    const one = drawCase(differential, query, seed, number);
    const verdict = await differential.run(one);
    result.executions++;
    if (verdict.kind === 'refused') result.refused[verdict.code] = (result.refused[verdict.code] ?? 0) + 1;
    if (verdict.kind === 'refused' && verdict.code !== 'BAD_USER_INPUT') return;
    if (verdict.kind === 'different') {
      result.failures.push(one);
      return;
    }
  }
}

/** How many executions share what makes a plan: the conditions of @skip and @include, and the labels of @override. */
const executionsPerPlan = 20;

function drawCase(
  { schema, overrideLabels }: Differential,
  query: string,
  seed: string,
  number: number,
): DifferentialCase {
  const rare = createDice(`${seed} rare ${Math.floor(number / executionsPerPlan)}`);
  const often = createDice(`${seed} often ${number}`);
  const conditions = Object.entries(randomVariables(schema, query, rare)).filter(([name]) => name.startsWith('c'));
  const values = Object.entries(randomVariables(schema, query, often)).filter(([name]) => !name.startsWith('c'));
  return {
    query,
    variables: Object.fromEntries([...conditions, ...values]),
    world: often.below(1_000_000),
    overrides: overrideLabels.filter(() => rare.chance(50)),
  };
}
