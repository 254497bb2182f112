// GraphQL over trust: every fact is read as the fields beside it read it, at the instant of the request.
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { isExample, isVerified } from '../examples/product-examples.ts';
import { summaryOf } from '../quality/summary.ts';
import { scorecardOfProduct } from '../scorecard/resolvers.ts';
import { usualWindow } from '../usage/window.ts';
import { type Trust, trustOf } from './trust.ts';

export const trustResolvers = {
  DataProduct: {
    trust: async ({ id }: ProductRow, _: object, { loaders }: MetadataContext): Promise<Trust> => {
      const { now, freshness, serviceLevels, quality, usage } = loaders;
      const [scorecard, slas, checks, clients] = await Promise.all([
        scorecardOfProduct(id, loaders),
        freshness.slasOfProduct.load(id),
        quality.checksOfProduct.load(id),
        usage.clientsOfProduct.load(id, { window: usualWindow }),
      ]);
      const readings = await Promise.all(slas.map((sla) => serviceLevels.reading.load(sla)));
      const examples = checks.filter(isExample);
      return trustOf({
        scorecard,
        promises: readings.map(({ status }) => status),
        quality: summaryOf(
          checks.filter((check) => !isExample(check)),
          now,
        ),
        examples: { verified: examples.filter((check) => isVerified(check, now)).length, all: examples.length },
        clients,
      });
    },
  },
};
