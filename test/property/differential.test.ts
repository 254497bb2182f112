// The executor against one graphql-js schema that reads the same world: data equal byte for byte, errors equal by path.
// More runs: GORDIAN_PROPERTY_RUNS=100000, and GORDIAN_PROPERTY_SEED to repeat a failure.
import * as fc from 'fast-check';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { randomOperation } from '../support/federation/random-operation.ts';
import { createDifferential } from './differential.ts';
import { conflicts } from './supergraphs/conflicts.ts';
import { media } from './supergraphs/media.ts';
import { shop } from './supergraphs/shop.ts';

const runs = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 1_000);
// Fixed for the usual run, so that a failure belongs to the change that made it; a longer run looks for new ground.
const usualSeed = process.env.GORDIAN_PROPERTY_RUNS ? undefined : 20_261_122;
const seed = process.env.GORDIAN_PROPERTY_SEED ? Number(process.env.GORDIAN_PROPERTY_SEED) : usualSeed;

describe.each([shop, media, conflicts])('over the supergraph "$name"', (written) => {
  test('random operations on random data answer as one schema would', { timeout: 60_000 + runs * 100 }, async () => {
    const differential = createDifferential(written);
    await fc.assert(
      fc.asyncProperty(fc.gen(), fc.nat(1_000), async (gen, world) => {
        const operation = randomOperation(differential.schema, gen);
        fc.pre(validate(differential.schema, parse(operation.query)).length === 0);
        const difference = await differential.run({ ...operation, world });
        if (difference) expect(difference, await differential.explain({ ...operation, world })).toBeNull();
      }),
      { numRuns: runs, seed, endOnFailure: false },
    );
  });
});
