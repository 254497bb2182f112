// Who may see what: the whole walk of the gateway against graphql-shield around one schema. Fixed seeds, so that it is the same run
// every time; millions with other seeds: see long-run.ts.
import { expect, test } from 'vitest';
import { drawSupergraph } from '../drawn/draw-supergraph.ts';
import { printSupergraph } from '../drawn/print-supergraph.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { media } from '../supergraphs/media.ts';
import { shop } from '../supergraphs/shop.ts';
import { type AuthorizedResult, type AuthorizedSize, runAuthorizedCampaign } from './authorized-campaign.ts';
import { createAuthorizedDifferential, type GuardedGraph, guardedGraph } from './authorized-differential.ts';
import { readAuthorizedFixtures } from './authorized-fixture.ts';

const size: AuthorizedSize = { policies: 2, operationsOfEach: 7, callersOfEach: 4, executionsOfEach: 30 };
/** Most have three subgraphs or more, so that 50,000 executions come together; a few do not compose. */
const drawn = Array.from({ length: 30 }, (_, number) => `authorization ${number}`);

const supergraphs: readonly (readonly [string, () => WrittenSupergraph])[] = [
  ['shop', () => shop],
  ['media', () => media],
  ...drawn.map((seed) => [seed, () => printSupergraph(seed, drawSupergraph(seed))] as const),
];

test.each(supergraphs)(
  'over "%s" the gateway shows and denies what graphql-shield does',
  { timeout: 600_000 },
  async (seed, write) => {
    const graph = composed(write());
    if (!graph) return;
    for (const withRows of [false, true]) {
      const each = { ...size, policies: 1 };
      await expectSame(graph, await runAuthorizedCampaign(graph, `${seed} ${withRows}`, each, { withRows }));
    }
  },
);

test.each(readAuthorizedFixtures())('%s stays mended', async (_, { supergraph, policy, one }) => {
  const differential = createAuthorizedDifferential(guardedGraph(supergraph), policy);
  expect(await differential.run(one), await differential.explain(one)).toEqual({ kind: 'same' });
});

function composed(written: WrittenSupergraph): GuardedGraph | null {
  try {
    return guardedGraph(written);
  } catch {
    return null;
  }
}

async function expectSame(graph: GuardedGraph, { failures, refused, executions }: AuthorizedResult): Promise<void> {
  for (const { policy, one } of failures) {
    const differential = createAuthorizedDifferential(graph, policy);
    expect.soft(await differential.run(one), await differential.explain(one)).toEqual({ kind: 'same' });
  }
  const count = Object.values(refused).reduce((sum, one) => sum + one, 0);
  expect(count, JSON.stringify(refused)).toBeLessThanOrEqual(executions * 0.2);
}
