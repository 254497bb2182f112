// GraphQL over incidents.
import { connectionOf, maxPageSize, type PageArguments, readPage } from '../../../kit/connection.ts';
import { GordianError } from '../../../kit/errors.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { personOf } from '../access/person.ts';
import type { ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { knownExamples } from '../examples/known-examples.ts';
import { type AcknowledgeInput, acknowledgeIncident, answersFor } from './acknowledge.ts';
import { type BlastRadius, blastRadiusOf } from './blast-radius.ts';
import {
  type IncidentFilter,
  type IncidentRow,
  incidentById,
  incidentCount,
  incidentPage,
  newestFirst,
  type StepRow,
} from './queries.ts';

type Context = MetadataContext;

const queries = {
  incident: (_: unknown, { id }: { id: string }, { database }: Context) => incidentById(database, id),
  incidents: async (_: unknown, args: PageArguments & { filter?: IncidentFilter | null }, { database }: Context) => {
    const page = readPage(args, newestFirst);
    const filter = args.filter ?? {};
    return connectionOf({
      page,
      order: newestFirst,
      rows: await incidentPage(database, filter, page),
      sortKeyOf: (row) => [row.openedAt, row.id],
      totalCount: () => incidentCount(database, filter),
    });
  },
};

const incident = {
  __resolveReference: ({ id }: { id: string }, { database }: Context) => incidentById(database, id),
  product: (row: IncidentRow, _: object, { loaders: { catalogue } }: Context) => catalogue.product.load(row.productId),
  cause: causeFor,
  timeline: (row: IncidentRow, _: object, { loaders: { incidents } }: Context) => incidents.steps.load(row.id),
  blastRadius: async (row: IncidentRow, _: object, { database, loaders: { lineage, now } }: Context) => {
    const index = await lineage.wholeIndex();
    return { ...(await blastRadiusOf(database, row, { index, now })), incident: row };
  },
};

/** A check that the caller may not know of is not named, and neither is one that no contract has any more. */
async function causeFor(row: IncidentRow, _: object, context: Context): Promise<string> {
  if (row.checkId === null) return row.dedupe;
  const { access, quality } = context.loaders;
  const checks = await quality.checksOfProduct.load(row.productId);
  const check = checks.find(({ checkId }) => checkId === row.checkId);
  if (check === undefined) return `quality:${row.product}`;
  const [isKnown, isKnownExample] = await Promise.all([access.knownTo(context.caller), knownExamples(context)]);
  return isKnown(check.element) && isKnownExample(check) ? row.dedupe : `quality:${row.product}`;
}

interface ShownRadius extends BlastRadius {
  readonly incident: IncidentRow;
}

const blastRadius = {
  downstreamProducts: ({ products }: ShownRadius, _: object, { loaders: { catalogue } }: Context) =>
    Promise.all(products.map((product) => catalogue.productByUrn.load(productUrn(product)))).then((rows) =>
      rows.filter((row) => row !== null),
    ),
  downstreamFields: ({ fields }: ShownRadius) => fields,
  /** Who asks for what is the business of whoever has to repair it. */
  operations: ({ operations, incident: row }: ShownRadius, { first }: { first: number }, context: Context) => {
    if (!Number.isInteger(first) || first < 0 || first > maxPageSize)
      throw new GordianError('BAD_USER_INPUT', `\`first\` must be between 0 and ${maxPageSize}.`, {
        details: { argument: 'first', limit: maxPageSize },
      });
    const person = personOf(context.caller);
    if (!person.isSecurity && !answersFor(person, row))
      throw new GordianError('FORBIDDEN', 'Only the teams that answer for the product see who uses it.');
    return operations.slice(0, first);
  },
};

const step = { by: (row: StepRow) => row.actor };

export const incidentResolvers = {
  Query: queries,
  Mutation: {
    acknowledgeIncident: (_: unknown, input: AcknowledgeInput, { database, clock, caller }: Context) =>
      acknowledgeIncident({ database, clock }, personOf(caller), input),
  },
  Incident: incident,
  BlastRadius: blastRadius,
  IncidentStep: step,
  DataProduct: {
    incidents: (row: ProductRow, { open, first }: { open: boolean; first: number }, { loaders }: Context) => {
      const { first: limit } = readPage({ first }, newestFirst);
      return loaders.incidents.ofProduct.load(row.id, { open, limit });
    },
  },
};
