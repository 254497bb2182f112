// Whether a supergraph that was accepted works: random operations of it are planned, and what would be sent to each subgraph is
// valid there.
import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse, validate } from 'graphql';
import { createPlanner } from '../../../gateway/plan/create-planner.ts';
import type { FetchNode, PlanNode } from '../../../gateway/plan/plan.ts';
import { planOffline } from '../../../gateway/plan/plan-offline.ts';
import { GordianError } from '../../../kit/errors.ts';
import { takeAccessDirectives } from '../../../schema/access-directives.ts';
import { createDice } from '../../support/federation/dice.ts';
import { validOperation } from '../campaign.ts';

export interface Accepted {
  readonly supergraphSdl: string;
  /** What each subgraph serves, by its name; null where nobody knows. */
  readonly subgraphs: ReadonlyMap<string, string> | null;
}

/** @returns what is wrong, one line each */
export async function faultsOf({ supergraphSdl, subgraphs }: Accepted, seed: string): Promise<string[]> {
  const { sdl } = takeAccessDirectives(supergraphSdl);
  const { apiSchema: schema } = createPlanner(sdl);
  const served = new Map([...(subgraphs ?? [])].map(([name, text]) => [name, buildSubgraphSchema(parse(text))]));
  const faults: string[] = [];
  for (let number = 0; number < 3; number++) {
    const query = validOperation({ schema }, `${seed} ${number}`);
    if (query === null) continue;
    faults.push(...(await faultsOfPlan(sdl, query, subgraphs === null ? null : served)));
  }
  return faults;
}

async function faultsOfPlan(
  supergraphSdl: string,
  query: string,
  served: ReadonlyMap<string, GraphQLSchema> | null,
): Promise<string[]> {
  const request = { supergraphSdl, query, operationName: null, variables: {}, overrides: [], format: 'json' as const };
  try {
    const plan = JSON.parse((await planOffline(request)).text) as { node: PlanNode | null };
    if (served === null) return [];
    return fetchesOf(plan.node).flatMap(({ subgraph, document }) =>
      validate(served.get(subgraph)!, parse(document)).map(({ message }) => `${subgraph}: ${message}\n${document}`),
    );
  } catch (error) {
    // That it is too much, or takes variables that this test does not give, is an answer.
    if (error instanceof GordianError && error.code !== 'INTERNAL' && error.code !== 'SUPERGRAPH_INVALID') return [];
    return [`${(error as Error).stack}\n${query}`];
  }
}

function fetchesOf(node: PlanNode | null): FetchNode[] {
  if (node === null) return [];
  if (node.kind === 'fetch') return [node];
  return node.kind === 'flatten' ? [node.node] : node.nodes.flatMap(fetchesOf);
}

/** The dice of one mutant. */
export const diceOf = (kind: string, seed: string, number: number) => createDice(`${seed} ${kind} ${number}`);
