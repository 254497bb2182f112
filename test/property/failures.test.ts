// Every failure that random supergraphs ever showed, made small and kept: see failures/ and long-run.ts.
import { expect, test } from 'vitest';
import { createDifferential } from './differential.ts';
import { readFixtures } from './failure-fixture.ts';

const otherWorlds = Array.from({ length: 60 }, (_, world) => world);

test.each(readFixtures())('%s answers as one schema would', async (_, { supergraph, world, ...asked }) => {
  const differential = createDifferential(supergraph);
  for (const one of [world, ...otherWorlds].map((world) => ({ ...asked, world })))
    expect(await differential.run(one), await differential.explain(one)).toEqual({ kind: 'same' });
});
