// GraphQL over the catalogue. Parents are rows; everything that needs another row goes through a loader.
import { type PageArguments, readPage } from '../../../kit/connection.ts';
import { productUrn } from '../../../schema/contract/contract.ts';
import type { MetadataContext } from '../context.ts';
import { type CatalogueLoaders, productConnection } from './loaders.ts';
import {
  allDomains,
  byUrn,
  type ContractRow,
  type DomainRow,
  type FieldRow,
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
  field: (_: unknown, { coordinate }: { coordinate: string }, { loaders: { catalogue } }: Context) =>
    catalogue.field.load(coordinate),
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
  entities: (row: ProductRow, _: object, { loaders: { provenance } }: Context) => provenance.entitiesOf(row.id),
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
  odcs: async (row: VersionRow, _: object, { loaders: { catalogue } }: Context) =>
    (await catalogue.versionTexts.load(row))?.odcs.toString('utf8'),
  sdl: async (row: VersionRow, _: object, { loaders: { catalogue } }: Context) =>
    (await catalogue.versionTexts.load(row))?.sdl,
};

const schemaField = {
  __resolveReference: ({ coordinate }: FieldRow, { loaders: { catalogue } }: Context) =>
    catalogue.field.load(coordinate),
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

function contractById(id: string, catalogue: CatalogueLoaders): Promise<ContractRow | null> {
  return catalogue.contractByProductUrn.load(productUrn(id));
}

function contractId(urn: string): string {
  return urn.slice(productUrn('').length);
}

function versionOf(row: ContractRow, version: string, { loaders: { catalogue } }: Context): Promise<VersionRow | null> {
  return catalogue.version.load({ contractId: row.id, version });
}
