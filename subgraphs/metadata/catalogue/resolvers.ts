// GraphQL over the catalogue. Parents are rows; everything that needs another row goes through a loader.
import { type PageArguments, readPage } from '../../../kit/connection.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import { mayReadContract, mayReadSchema } from '../access/known-texts.ts';
import type { MetadataContext } from '../context.ts';
import { declaredPrice } from './declared-price.ts';
import { type CatalogueLoaders, productConnection } from './loaders.ts';
import {
  allDomains,
  byUrn,
  type ContractRow,
  type DomainRow,
  type FieldRow,
  fieldAsOf,
  type MemberRow,
  type ProductFilter,
  type ProductRow,
  productCount,
  productPage,
  type TeamRow,
  type VersionRow,
} from './queries.ts';

type Context = MetadataContext;

const queries = {
  domains: (_: unknown, _args: object, { database }: Context) => allDomains(database),
  domain: (_: unknown, { slug }: { slug: string }, { loaders: { catalogue } }: Context) => catalogue.domain.load(slug),
  dataProducts: async (_: unknown, args: PageArguments & { filter?: ProductFilter | null }, { database }: Context) => {
    const filter = args.filter ?? {};
    const page = readPage(args, byUrn);
    return productConnection(page, await productPage(database, filter, page), () => productCount(database, filter));
  },
  dataProduct: (_: unknown, { urn }: { urn: string }, { loaders: { catalogue } }: Context) =>
    catalogue.productByUrn.load(urn),
  contract: (_: unknown, { id }: { id: string }, { loaders: { catalogue } }: Context) => contractById(id, catalogue),
  field: async (_: unknown, { coordinate, at }: { coordinate: string; at?: Date | null }, context: Context) => {
    const { database, loaders } = context;
    const field = at == null ? loaders.catalogue.field.load(coordinate) : fieldAsOf(database, coordinate, at);
    return ifKnown(await field, context);
  },
};

const domain = {
  __resolveReference: ({ slug }: DomainRow, { loaders: { catalogue } }: Context) => catalogue.domain.load(slug),
  owner: (row: DomainRow, _: object, { loaders: { catalogue } }: Context) => catalogue.team.load(row.ownerTeam),
  contacts: (row: DomainRow, _: object, { loaders: { catalogue } }: Context) =>
    catalogue.contactsOfDomain.load(row.slug),
  products: (row: DomainRow, { first, after }: PageArguments, { loaders: { catalogue } }: Context) =>
    catalogue.productPages.load(row.slug, { first, after }),
};

const team = {
  __resolveReference: ({ id }: TeamRow, { loaders: { catalogue } }: Context) => catalogue.team.load(id),
  members: (row: TeamRow, _: object, { loaders: { catalogue } }: Context): Promise<MemberRow[]> =>
    catalogue.membersOfTeam.load(row.id),
};

const dataProduct = {
  __resolveReference: ({ urn }: ProductRow, { loaders: { catalogue } }: Context) => catalogue.productByUrn.load(urn),
  domain: (row: ProductRow, _: object, { loaders: { catalogue } }: Context) => catalogue.domain.load(row.domain),
  owners: async (row: ProductRow, _: object, { loaders: { catalogue } }: Context) => [
    await catalogue.team.load(row.ownerTeam),
  ],
  contracts: (row: ProductRow, _: object, { loaders: { catalogue } }: Context) =>
    catalogue.contractsOfProduct.load(row.id),
  entities: async (row: ProductRow, _: object, { caller, loaders: { access, provenance } }: Context) => {
    const isKnown = await access.knownTo(caller);
    return provenance.entitiesOf(row.id).filter((typeName) => isKnown(typeName));
  },
};

const contract = {
  __resolveReference: ({ id }: { id: string }, { loaders: { catalogue } }: Context) => contractById(id, catalogue),
  id: (row: ContractRow) => contractId(row.productUrn),
  product: (row: ContractRow, _: object, { loaders: { catalogue } }: Context) => catalogue.product.load(row.productId),
  current: (row: ContractRow, _: object, context: Context) => versionOf(row, row.currentVersion, context),
  latest: (row: ContractRow, _: object, context: Context) => versionOf(row, row.latestVersion, context),
  version: (row: ContractRow, { v }: { v: string }, context: Context) => versionOf(row, v, context),
  versions: (row: ContractRow, { first, after }: PageArguments, { loaders: { catalogue } }: Context) =>
    catalogue.versionPages.load(row.id, { first, after }),
};

const contractVersion = {
  contractId: (row: VersionRow) => contractId(row.productUrn),
  odcs: async (row: VersionRow, _: object, context: Context) => {
    const { texts, isKnown } = await textsOf(row, context);
    return mayReadContract(texts, isKnown) ? texts.odcs : null;
  },
  sdl: async (row: VersionRow, _: object, context: Context) => {
    const { texts, isKnown } = await textsOf(row, context);
    return mayReadSchema(texts, isKnown) ? texts.sdl : null;
  },
  price: (row: VersionRow, _: object, { loaders: { catalogue } }: Context) =>
    declaredPrice(row.sha256, async () => (await catalogue.versionTexts.load(row))!.odcs.toString('utf8')),
};

const schemaField = {
  __resolveReference: async ({ coordinate }: FieldRow, context: Context) =>
    ifKnown(await context.loaders.catalogue.field.load(coordinate), context),
  product: (row: FieldRow, _: object, { loaders: { catalogue } }: Context) => catalogue.product.load(row.productId),
  // The columns of the row are the fields of the type.
  classification: (row: FieldRow) => row,
};

export const catalogueResolvers = {
  Query: queries,
  Domain: domain,
  Team: team,
  DataProduct: dataProduct,
  Contract: contract,
  ContractVersion: contractVersion,
  SchemaField: schemaField,
};

/** What a caller may not know of is not there. */
async function ifKnown(field: FieldRow | null, { caller, loaders }: Context): Promise<FieldRow | null> {
  if (field === null) return null;
  const isKnown = await loaders.access.knownTo(caller);
  return isKnown(field.coordinate, field.tags) ? field : null;
}

async function textsOf(row: VersionRow, { caller, loaders }: Context) {
  const [texts, isKnown] = await Promise.all([
    loaders.catalogue.versionTexts.load(row),
    loaders.access.knownTo(caller),
  ]);
  return { texts: { odcs: texts!.odcs.toString('utf8'), sdl: texts!.sdl }, isKnown };
}

function contractById(id: string, catalogue: CatalogueLoaders): Promise<ContractRow | null> {
  return catalogue.contractByProductUrn.load(productUrn(id));
}

function contractId(urn: string): string {
  return urn.slice(productUrn('').length);
}

function versionOf(row: ContractRow, version: string, { loaders: { catalogue } }: Context): Promise<VersionRow | null> {
  return catalogue.version.load({ contractId: row.id, version });
}
