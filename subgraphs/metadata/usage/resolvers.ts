// GraphQL over usage: counts for everybody, names for those who may see them (sight.ts).
import type { PageArguments } from '../../../kit/connection.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { FieldRow, ProductRow } from '../catalogue/queries.ts';
import type { MetadataContext } from '../context.ts';
import type { AffectedConsumer } from '../registry/verdict/judged-change.ts';
import { type Impact, impactOf, type ProposedChange } from './impact.ts';
import { discoveryTimes, mostUsedProducts, type ProductUseRow, productsInUse } from './queries/metrics.ts';
import type { ConsumerRow, FieldUsageRow, ObservedRow, OperationUseRow, ProductConsumerRow } from './queries/usage.ts';
import { readFirst } from './read-first.ts';
import { seesAllOf, seesUsersOf, shownClient, sightOf } from './sight.ts';
import { usualWindow, windowUntil } from './window.ts';

type Context = MetadataContext;

interface InWindow {
  readonly window: string;
}

interface AskedUsage extends InWindow {
  readonly field: FieldRow;
  /** Null: nobody has asked for the field. */
  readonly row: FieldUsageRow | null;
}

const query = {
  async impact(
    _: unknown,
    { changes, window }: InWindow & { changes: readonly ProposedChange[] },
    { database, caller, loaders: { access, lineage, now } }: Context,
  ) {
    const [isKnown, index] = await Promise.all([access.knownTo(caller), lineage.wholeIndex()]);
    const asked = changes.map((change) => (isKnown(change.coordinate) ? change : { ...change, coordinate: nothing }));
    const impacts = await impactOf({ database, index }, asked, windowUntil(now, window));
    return impacts.map((impact, index) => ({ ...impact, coordinate: changes[index]!.coordinate }));
  },
  async consumer(_: unknown, { id }: { id: string }, { caller, loaders: { usage } }: Context) {
    const sight = sightOf(caller);
    const row = await usage.consumer.load(id);
    if (row === null || seesAllOf(sight, id)) return row;
    const shown = { window: usualWindow, teams: sight.teams, limit: 1 };
    return (await usage.operationsOfConsumer.load(id, shown)).length > 0 ? row : null;
  },
  mostUsedProducts: (
    _: unknown,
    { window, first }: InWindow & { first: number },
    { database, loaders: { now } }: Context,
  ) => mostUsedProducts(database, windowUntil(now, window), readFirst(first)),
  async metrics(_: unknown, { window }: InWindow, { database, loaders: { now } }: Context) {
    const asked = windowUntil(now, window);
    const { products, consumers, usedProducts } = await productsInUse(database, asked);
    const { medianSeconds, searches, discoveries } = await discoveryTimes(database, asked);
    return {
      asked,
      discoveryTimeP50Seconds: medianSeconds,
      searches,
      discoveries,
      consumersPerProduct: products === 0 ? null : consumers / products,
      usedProducts,
    };
  },
};

/** The coordinate of nothing: what the caller may not know of is treated like what is not there. */
const nothing = '';

const schemaField = {
  usage: async (field: FieldRow, { window }: InWindow, { loaders: { usage } }: Context): Promise<AskedUsage> => ({
    field,
    window,
    row: await usage.ofField.load(field.coordinate, { window }),
  }),
  async observed({ coordinate }: FieldRow, { window }: InWindow, { loaders: { usage } }: Context) {
    const [sample, row] = await Promise.all([
      usage.observed.load(coordinate, { window }),
      usage.ofField.load(coordinate, { window }),
    ]);
    return { requests: row?.requests ?? 0, distinctClients: row?.clients ?? 0, ...ratiosOf(sample), window };
  },
};

function ratiosOf(sample: ObservedRow | null) {
  const { requests = 0, observed = 0, nulls = 0, errors = 0 } = sample ?? {};
  return {
    sampledRequests: requests,
    nullRatio: observed === 0 ? null : nulls / observed,
    errorRatio: observed + errors === 0 ? null : errors / (observed + errors),
  };
}

const fieldUsage = {
  requests: ({ row }: AskedUsage) => row?.requests ?? 0,
  clients: ({ row }: AskedUsage) => row?.clients ?? 0,
  firstSeen: ({ row }: AskedUsage) => row?.firstSeen ?? null,
  lastSeen: ({ row }: AskedUsage) => row?.lastSeen ?? null,
  complete: ({ window }: AskedUsage, _: object, { loaders: { usage } }: Context) => usage.isCovered.load(window),
  async operations(
    { field, window }: AskedUsage,
    { first }: { first: number },
    { caller, loaders: { usage, catalogue } }: Context,
  ) {
    const product = await catalogue.product.load(field.productId);
    const client = shownClient(sightOf(caller), product?.ownerTeam ?? '');
    return usage.operationsOfField.load(field.coordinate, { window, client, limit: readFirst(first) });
  },
};

const dataProduct = {
  consumers: (
    product: ProductRow,
    { window, first, after }: InWindow & PageArguments,
    { caller, loaders: { usage } }: Context,
  ) =>
    usage.consumersOfProduct.load(product.id, {
      window,
      first,
      after,
      client: shownClient(sightOf(caller), product.ownerTeam),
    }),
};

const consumer = {
  id: ({ client }: ConsumerRow) => client,
  name: ({ client }: ConsumerRow) => client,
  operations: (
    { client }: ConsumerRow,
    { window, first }: InWindow & { first: number },
    { caller, loaders: { usage } }: Context,
  ) => {
    const sight = sightOf(caller);
    const teams = seesAllOf(sight, client) ? null : sight.teams;
    return usage.operationsOfConsumer.load(client, { window, teams, limit: readFirst(first) });
  },
  async products({ client }: ConsumerRow, { window }: InWindow, { caller, loaders: { usage, catalogue } }: Context) {
    const sight = sightOf(caller);
    const used = await usage.productsOfConsumer.load(client, { window });
    const products = await Promise.all(used.map(({ urn }) => catalogue.productByUrn.load(urn)));
    return products.filter(
      (product) => product !== null && (seesAllOf(sight, client) || seesUsersOf(sight, product.ownerTeam)),
    );
  },
};

const consumerEdge = {
  requests: ({ node }: { node: ProductConsumerRow }) => node.requests,
  operations: ({ node }: { node: ProductConsumerRow }) => node.operations,
  lastSeen: ({ node }: { node: ProductConsumerRow }) => node.lastSeen,
};

const changeImpact = {
  clients: ({ affected }: Impact) => affected.consumers.length,
  /** Of operations, each counted once. */
  requests: ({ affected }: Impact) => affected.consumers.reduce((sum, { requests }) => sum + requests, 0),
  consumers({ affected, ownerTeam }: Impact, _: object, { caller }: Context) {
    const client = shownClient(sightOf(caller), ownerTeam ?? '');
    return affected.consumers.filter((one) => client === null || one.consumer === client);
  },
  downstreamProducts: async ({ affected }: Impact, _: object, { loaders: { catalogue } }: Context) => {
    const products = affected.downstreamProducts.map((id) => catalogue.productByUrn.load(productUrn(id)));
    return (await Promise.all(products)).filter((product) => product !== null);
  },
  downstreamFields: ({ affected }: Impact) => affected.downstreamFields,
  complete: ({ affected }: Impact) => affected.complete,
};

const impactedConsumer = {
  consumer: ({ consumer }: AffectedConsumer, _: object, { loaders: { usage } }: Context) =>
    usage.consumer.load(consumer),
};

export const usageResolvers = {
  Query: query,
  SchemaField: schemaField,
  FieldUsage: fieldUsage,
  DataProduct: dataProduct,
  Consumer: consumer,
  ConsumerEdge: consumerEdge,
  OperationUse: { operationKind: ({ kind }: OperationUseRow) => kind.toUpperCase() },
  ChangeImpact: changeImpact,
  ImpactedConsumer: impactedConsumer,
  ProductUse: {
    product: ({ productId }: ProductUseRow, _: object, { loaders: { catalogue } }: Context) =>
      catalogue.product.load(productId),
  },
};
