// Random operations over random supergraphs, answered three times: by our gateway, by one graphql-js schema, and by Apollo's
// gateway. Where Apollo's gateway is right all three agree; where it differs, ours must be the one that agrees with graphql-js.
import { afterAll, expect, test } from 'vitest';
import { createDice } from '../support/federation/dice.ts';
import { randomVariables } from '../support/federation/random-values.ts';
import { type ApolloOracle, startApolloOracle } from './apollo-oracle.ts';
import { validOperation } from './campaign.ts';
import { createDifferential, type Differential, type DifferentialCase } from './differential.ts';
import { drawSupergraph } from './drawn/draw-supergraph.ts';
import { printSupergraph } from './drawn/print-supergraph.ts';
import { conflicts } from './supergraphs/conflicts.ts';
import { media } from './supergraphs/media.ts';
import { shop } from './supergraphs/shop.ts';

const operations = 25;
/** Without failures, because Apollo's gateway keeps non-null violations out of `errors`, and written plainly. */
const worlds = [0, 3, 6];
/** It refuses supergraphs with @context. */
const drawn = Array.from({ length: 20 }, (_, number) => drawSupergraph(`apollo ${number}`))
  .filter((model) => !JSON.stringify(model).includes('"contexts"'))
  .slice(0, 12)
  .map((model, number) => printSupergraph(`drawn ${number}`, model));
const counts = { alike: 0, onlyApolloDiffers: 0, apolloGivesNothing: 0 };

test.each([shop, media, conflicts, ...drawn])('over "$name"', { timeout: 120_000 }, async (supergraph) => {
  const differential = createDifferential(supergraph);
  const apollo = await startApolloOracle(differential);
  for (let number = 0; number < operations; number++) {
    const seed = `${supergraph.name} ${number}`;
    const query = validOperation(differential, seed);
    if (query === null) continue;
    const variables = randomVariables(differential.schema, query, createDice(`${seed} variables`));
    for (const world of worlds) await compare(differential, apollo, { query, variables, world });
  }
  await apollo.stop();
});

async function compare(differential: Differential, apollo: ApolloOracle, one: DifferentialCase): Promise<void> {
  const verdict = await differential.run(one);
  if (verdict.kind === 'refused') return;
  expect(verdict, await differential.explain(one)).toEqual({ kind: 'same' });
  const { actual } = await differential.outcomes(one);
  const theirs = await apollo.ask(one.query, one.variables, differential.reading(one.world)).catch(() => null);
  if (theirs === actual.data) counts.alike++;
  else if (theirs === null && actual.data !== 'null') counts.apolloGivesNothing++;
  else counts.onlyApolloDiffers++;
}

afterAll(() => {
  const { alike, onlyApolloDiffers, apolloGivesNothing } = counts;
  process.stdout.write(`Apollo's gateway: ${JSON.stringify(counts)}\n`);
  expect(alike).toBeGreaterThan(0.8 * (alike + onlyApolloDiffers + apolloGivesNothing));
});
