// GraphQL over scorecards: the facts of the catalogue, and how promises and checks stand at the instant of the request.
import type { DomainRow, ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext, MetadataLoaders } from '../context.ts';
import { summaryOf } from '../quality/summary.ts';
import type { ProductFacts } from './queries.ts';
import { type Scorecard, type ScorecardFacts, scorecardOf, scorecardOfDomain } from './scorecard.ts';

type Context = MetadataContext;

export const scorecardResolvers = {
  Domain: {
    scorecard: async ({ slug }: DomainRow, _: object, { loaders }: Context): Promise<Scorecard | null> => {
      const products = await loaders.scorecard.factsOfDomain.load(slug);
      return scorecardOfDomain(await Promise.all(products.map((facts) => withStanding(facts, loaders))));
    },
  },
  DataProduct: {
    scorecard: ({ id }: ProductRow, _: object, { loaders }: Context): Promise<Scorecard> =>
      scorecardOfProduct(id, loaders),
  },
};

export async function scorecardOfProduct(productId: number, loaders: MetadataLoaders): Promise<Scorecard> {
  return scorecardOf(await withStanding((await loaders.scorecard.factsOfProduct.load(productId))!, loaders));
}

async function withStanding(
  facts: ProductFacts,
  { now, freshness, serviceLevels, quality }: MetadataLoaders,
): Promise<ScorecardFacts> {
  const [slas, checks] = await Promise.all([
    freshness.slasOfProduct.load(facts.productId),
    quality.checksOfProduct.load(facts.productId),
  ]);
  const readings = await Promise.all(slas.map((sla) => serviceLevels.reading.load(sla)));
  return { ...facts, slas: readings.map(({ status }) => status), quality: summaryOf(checks, now) };
}
