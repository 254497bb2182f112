import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createPlanner } from '../../../../gateway/plan/create-planner.ts';
import { probeSupergraph } from '../../../../gateway/plan/probe-supergraph.ts';
import { probeQueries } from '../../../../schema/planning/probe-queries.ts';
import { composeAttacked } from '../../../support/attacked-supergraph.ts';

describe('probes', () => {
  test('reach each abstract type once, by the shortest way, and nest it where it leads back', () => {
    const schema = buildSchema(`
      type Query { a(id: ID!): Node b: Box c: Result }
      interface Node { id: ID! parent: Node size(of: Int!): Int }
      type Box implements Node { id: ID! parent: Node size(of: Int!): Int best: Result }
      type Tag { name: String of: Node }
      union Result = Box | Tag`);
    expect(probeQueries(schema)).toEqual([
      { typeName: 'Result', query: '{c{... on Box{parent{parent{parent{id}}}}}}' },
      { typeName: 'Node', query: '{b{parent{parent{parent{parent{id}}}}}}' },
    ]);
  });

  test('find the type on which planning explodes', async () => {
    const slow = await probeSupergraph(createPlanner(composeAttacked()), { totalMs: 60_000, slowMs: 60_000 });
    expect(slow).toMatchObject([{ typeName: 'I', query: '{root{x{x{x{id}}}}}', refusedWith: 'PLANNING_FAILED' }]);
  });

  test('end with their time', async () => {
    expect(await probeSupergraph(createPlanner(composeAttacked()), { totalMs: -1, slowMs: 0 })).toEqual([]);
  });
});
