// GraphQL over how the platform is doing, beside what usage says of it. Each number is asked for by itself, and none names anybody.
import type { MetadataContext } from '../context.ts';
import { allChecks } from '../quality/queries/checks.ts';
import { summaryOf } from '../quality/summary.ts';
import type { Window } from '../usage/queries/traffic.ts';
import {
  accessRequestTime,
  contractTestPassRate,
  incidentRepairTime,
  promisingProducts,
  proposalLeadTime,
  timeToFirstConsumer,
} from './queries.ts';

type Context = MetadataContext;

interface Measured {
  readonly asked: Window;
}

const usageMetrics = {
  quality: async (_: Measured, __: object, { database, loaders: { now } }: Context) =>
    summaryOf(await allChecks(database), now),
  productsWithServiceLevels: (_: Measured, __: object, { database }: Context) => promisingProducts(database),
  contractTestPassRate: ({ asked }: Measured, _: object, { database }: Context) =>
    contractTestPassRate(database, asked),
  proposalLeadTimeP50Seconds: ({ asked }: Measured, _: object, { database }: Context) =>
    proposalLeadTime(database, asked),
  timeToFirstConsumerP50Seconds: ({ asked }: Measured, _: object, { database }: Context) =>
    timeToFirstConsumer(database, asked),
  incidentMeanTimeToRepairSeconds: ({ asked }: Measured, _: object, { database }: Context) =>
    incidentRepairTime(database, asked),
  accessRequestTimeP50Seconds: ({ asked }: Measured, _: object, { database }: Context) =>
    accessRequestTime(database, asked),
};

export const platformResolvers = { UsageMetrics: usageMetrics };
