// Random policies, operations, callers and worlds over one supergraph: everything follows from the seed. Supergraphs and plans cost
// most, so each supergraph gets several policies, and each operation is asked by several callers over several worlds.
import { createDice } from '../../support/federation/dice.ts';
import { randomVariables } from '../../support/federation/random-values.ts';
import { validOperation } from '../campaign.ts';
import {
  type AuthorizedCase,
  type AuthorizedDifferential,
  createAuthorizedDifferential,
  type GuardedGraph,
} from './authorized-differential.ts';
import { type CallerModel, drawCaller } from './draw-caller.ts';
import { drawPolicy, type PolicyOptions } from './draw-policy.ts';
import type { PolicyModel } from './policy-model.ts';

export interface AuthorizedSize {
  readonly policies: number;
  readonly operationsOfEach: number;
  readonly callersOfEach: number;
  readonly executionsOfEach: number;
}

export interface AuthorizedFailure {
  readonly policy: PolicyModel;
  readonly one: AuthorizedCase;
}

export interface AuthorizedResult {
  operations: number;
  executions: number;
  /** Of executions, by code. */
  readonly refused: Record<string, number>;
  /** The first failing case of each operation. */
  readonly failures: AuthorizedFailure[];
}

export type CallerDrawer = (seed: string) => CallerModel;

export async function runAuthorizedCampaign(
  graph: GuardedGraph,
  seed: string,
  size: AuthorizedSize,
  { withRows }: Pick<PolicyOptions, 'withRows'>,
): Promise<AuthorizedResult> {
  const result = noResult();
  const unreadable = new Set(Object.keys(graph.written.contextual ?? {}));
  for (let number = 0; number < size.policies; number++) {
    const policy = drawPolicy(graph.schema, `${seed} ${number}`, { withRows, unreadable });
    const coordinates = Object.keys(policy.classifications);
    const draw = (seed: string) => drawCaller(coordinates, seed);
    await runPolicy(createAuthorizedDifferential(graph, policy), `${seed} ${number}`, size, draw, result);
  }
  return result;
}

export const noResult = (): AuthorizedResult => ({ operations: 0, executions: 0, refused: {}, failures: [] });

/** @param result is added to */
export async function runPolicy(
  differential: AuthorizedDifferential,
  seed: string,
  size: Omit<AuthorizedSize, 'policies'>,
  draw: CallerDrawer,
  result: AuthorizedResult,
): Promise<void> {
  for (let number = 0; number < size.operationsOfEach; number++) {
    const query = validOperation(differential.graph, `${seed} operation ${number}`);
    if (query === null) continue;
    result.operations++;
    await runOperation(differential, query, `${seed} ${number}`, size, draw, result);
  }
}

async function runOperation(
  differential: AuthorizedDifferential,
  query: string,
  seed: string,
  { callersOfEach, executionsOfEach }: Omit<AuthorizedSize, 'policies'>,
  draw: CallerDrawer,
  result: AuthorizedResult,
): Promise<void> {
  for (let number = 0; number < callersOfEach * executionsOfEach; number++) {
    const asker = Math.floor(number / executionsOfEach);
    const one = drawCase(differential, query, seed, asker, number, draw);
    const verdict = await differential.run(one);
    result.executions++;
    if (verdict.kind === 'refused') result.refused[verdict.code] = (result.refused[verdict.code] ?? 0) + 1;
    if (verdict.kind === 'refused' && verdict.code !== 'BAD_USER_INPUT') return;
    if (verdict.kind === 'different') {
      result.failures.push({ policy: differential.policy, one });
      return;
    }
  }
}

/** With the same variables: rules over arguments say the same of them, so that they share a plan. */
const worldsOfEach = 7;

/** What makes a plan stays the same for a caller: the conditions of @skip and @include, and the labels of @override. */
function drawCase(
  { graph: { schema, planner } }: AuthorizedDifferential,
  query: string,
  seed: string,
  caller: number,
  number: number,
  draw: CallerDrawer,
): AuthorizedCase {
  const rare = createDice(`${seed} rare ${caller}`);
  const often = createDice(`${seed} often ${Math.floor(number / worldsOfEach)}`);
  const conditions = Object.entries(randomVariables(schema, query, rare)).filter(([name]) => name.startsWith('c'));
  const values = Object.entries(randomVariables(schema, query, often)).filter(([name]) => !name.startsWith('c'));
  return {
    query,
    variables: Object.fromEntries([...conditions, ...values]),
    world: createDice(`${seed} world ${number}`).below(1_000_000),
    overrides: planner.overrideLabels.filter(() => rare.chance(50)),
    caller: draw(`${seed} ${caller}`),
  };
}
