// GraphQL over quality. Parents are rows of checks; how they stand is computed for the instant of the request.
import { type PageArguments, readPage } from '../../../kit/connection.ts';
import { GordianError } from '../../../kit/errors.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';
import { productOfCheck, qualityCheckId } from '../../../schema/quality/check-id.ts';
import type { IsKnown } from '../access/known-coordinates.ts';
import { personOf } from '../access/person.ts';
import type { ProductRow, VersionRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import { knownExamples } from '../examples/known-examples.ts';
import { type CheckRow, type ResultRow, reasonOf, statusOf } from './check-row.ts';
import { byRule } from './queries/checks.ts';
import { registeredChecks } from './registered-checks.ts';
import { type QualityReportInput, reportQuality } from './report-quality.ts';
import { requestQualityRun } from './request-run.ts';
import { type QualitySummary, summaryOf } from './summary.ts';

type Context = MetadataContext;

/** A check as a version describes it that is not in force; nobody runs it. */
type FormerCheck = Omit<CheckRow, 'id'> & { readonly id: null };
type Check = CheckRow | FormerCheck;

const writeScope = 'gordian:quality:write';

const mutations = {
  reportQuality: async (_: unknown, { input }: { input: QualityReportInput }, context: Context) => {
    const { caller, database, clock, loaders } = context;
    const product = await requireProduct(input.product, context);
    const checks = await loaders.quality.checksOfProduct.load(product.id);
    await reportQuality({ database, clock }, { caller, product, checks }, input);
    loaders.quality.checksOfProduct.clear(product.id);
    return summary(product, {}, context);
  },
  runQualityChecks: async (_: unknown, { product: urn }: { product: string }, context: Context) => {
    const { caller, database, clock } = context;
    const product = await requireProduct(urn, context);
    const request = { product, person: personOf(caller), hasScope: caller.scopes.has(writeScope) };
    return requestQualityRun({ database, clock }, request);
  },
};

const dataProduct = {
  quality: summary,
  checks: async (row: ProductRow, { first, after }: PageArguments, context: Context) =>
    context.loaders.quality.checkPages.load(row.id, { first, after, hidden: await hiddenChecks(row, context) }),
};

const contractVersion = {
  checks: async (row: VersionRow, _: object, context: Context): Promise<readonly Check[]> => {
    const { catalogue, quality, access } = context.loaders;
    const contract = await catalogue.contractByProductUrn.load(row.productUrn);
    const [isKnown, isKnownExample] = await Promise.all([access.knownTo(context.caller), knownExamples(context)]);
    if (contract?.currentVersion !== row.version)
      return (await formerChecks(row, context, isKnown)).filter(isKnownExample);
    const checks = await quality.checksOfProduct.load(contract.productId);
    return checks.filter((check) => isKnown(check.element) && isKnownExample(check));
  },
};

const qualityCheck = {
  id: (row: Check) => row.checkId,
  coordinate: (row: Check) => row.element,
  product: (row: Check, _: object, { loaders: { catalogue } }: Context) =>
    catalogue.productByUrn.load(productUrn(productOfCheck(row.checkId))),
  status: (row: Check, _: object, { loaders: { now } }: Context) => statusOf(row, now),
  reason: (row: Check, _: object, { loaders: { now } }: Context) => reasonOf(row, now),
  nextRunAt: (row: Check) => row.requestedAt ?? row.dueAt,
  results: (row: Check, { first }: { first: number }, { loaders: { quality } }: Context): Promise<ResultRow[]> | [] =>
    row.id === null ? [] : quality.results.load(row.id, { limit: readPage({ first }, byRule).first }),
};

export const qualityResolvers = {
  Mutation: mutations,
  DataProduct: dataProduct,
  ContractVersion: contractVersion,
  QualityCheck: qualityCheck,
};

async function summary(row: ProductRow, _: object, { loaders: { quality, now } }: Context): Promise<QualitySummary> {
  return summaryOf(await quality.checksOfProduct.load(row.id), now);
}

/** What a caller may not know of has no checks for it. They count in the summary all the same. */
async function hiddenChecks({ id }: ProductRow, context: Context): Promise<number[]> {
  const { loaders, caller } = context;
  const [isKnown, checks, isKnownExample] = await Promise.all([
    loaders.access.knownTo(caller),
    loaders.quality.checksOfProduct.load(id),
    knownExamples(context),
  ]);
  return checks.filter((check) => !(isKnown(check.element) && isKnownExample(check))).map((check) => check.id);
}

/** A registered version is a contract that could be read. What it tags `secret` is one, whatever its successors say. */
async function formerChecks(
  row: VersionRow,
  { loaders: { catalogue } }: Context,
  isKnown: IsKnown,
): Promise<FormerCheck[]> {
  const texts = await catalogue.versionTexts.load(row);
  const contract = readContract(texts!.odcs.toString('utf8'), 'contract.yaml').contract!;
  return registeredChecks(contract)
    .filter(({ element }) => isKnown(element, contract.fields.get(element)?.tags))
    .map((check) => ({
      ...check,
      id: null,
      productId: 0,
      checkId: qualityCheckId(contract.product, check.rule),
      dueAt: null,
      requestedAt: null,
      latest: null,
    }));
}

async function requireProduct(urn: string, { loaders: { catalogue } }: Context): Promise<ProductRow> {
  const product = await catalogue.productByUrn.load(urn);
  if (product) return product;
  throw new GordianError('NOT_FOUND', 'There is no such product.');
}
