// Resolvers of the customers subgraph: from arguments to the right question, and from rows to types. Lists that hang on a
// parent go through the request's loaders.
import { type Connection, connectionOf, type PageArguments, readPage } from '../../kit/connection.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import { badInput } from '../../kit/user-input.ts';
import { type Customer360Inputs, customer360 } from './customer-360.ts';
import type { CustomersLoaders } from './loaders.ts';
import {
  type AccountManagerRow,
  allAccountManagers,
  type ConsentDecisionRow,
  type ConsentPurpose,
  type CustomerFilter,
  type CustomerOrder,
  type CustomerRow,
  customerCount,
  customerOrdering,
  customerPage,
  type NewConsentDecision,
} from './queries.ts';
import { recordConsent } from './record-consent.ts';

type Context = SubgraphContext<CustomersLoaders>;

/** A customer as the resolvers pass it on: the row, and in an entity fetch the inputs of profile360. */
type Customer = CustomerRow & Customer360Inputs;

interface CustomersArguments extends PageArguments {
  readonly filter?: CustomerFilter | null;
  readonly orderBy?: CustomerOrder | null;
}

interface RecordedConsent {
  readonly customerId: string;
  readonly purpose: ConsentPurpose;
  readonly recorded: boolean;
}

const maxIds = 100;

export const resolvers = {
  Query: {
    customer: (_: unknown, { id }: { id: string }, { loaders }: Context) => loaders.customer.load(id),
    customers: (_: unknown, args: CustomersArguments, context: Context) => customers(args, context),
    accountManager: (_: unknown, { id }: { id: string }, { loaders }: Context) => loaders.accountManager.load(id),
    accountManagers: (_: unknown, _args: unknown, { database }: Context) => allAccountManagers(database),
  },

  Mutation: {
    updateConsent: (_: unknown, { input }: { input: NewConsentDecision }, context: Context) =>
      updateConsent(input, context),
  },

  Customer: {
    __resolveReference: async (reference: Customer360Inputs & { id: string }, { loaders }: Context) => {
      const row = await loaders.customer.load(reference.id);
      return row && { ...reference, ...row };
    },
    address: addressOf,
    consents: (customer: Customer, _: unknown, context: Context) => consentsInForce(customer.id, context),
    consent: (customer: Customer, { purpose }: { purpose: ConsentPurpose }, context: Context) =>
      consentInForce(customer.id, purpose, context),
    accountManager: (customer: Customer, _: unknown, { loaders }: Context) =>
      customer.accountManagerId === null ? null : loaders.accountManager.load(customer.accountManagerId),
    profile360: (customer: Customer, _: unknown, { clock }: Context) => customer360(customer, clock.now()),
  },

  AccountManager: {
    __resolveReference: ({ id }: { id: string }, { loaders }: Context) => loaders.accountManager.load(id),
    customers: (manager: AccountManagerRow, args: CustomersArguments, context: Context) =>
      customersOfManager(manager, args, context),
  },

  Consent: {
    history: async (consent: ConsentDecisionRow, _: unknown, { loaders }: Context) => {
      const decisions = await loaders.consentDecisions.load(consent.customerId);
      return decisions.filter(({ purpose }) => purpose === consent.purpose);
    },
  },

  UpdateConsentPayload: {
    consent: ({ customerId, purpose }: RecordedConsent, _: unknown, context: Context) =>
      consentInForce(customerId, purpose, context),
    customer: ({ customerId }: RecordedConsent, _: unknown, { loaders }: Context) => loaders.customer.load(customerId),
  },
};

async function customers(args: CustomersArguments, { database }: Context): Promise<Connection<CustomerRow>> {
  const filter = args.filter ?? {};
  if ((filter.ids?.length ?? 0) > maxIds) throw badInput('filter.ids', `may list at most ${maxIds} ids`);
  const order = customerOrdering(args.orderBy ?? undefined);
  const page = readPage(args, order);
  const rows = await customerPage(database, filter, order, page);
  const totalCount = () => customerCount(database, filter);
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}

async function customersOfManager(
  manager: AccountManagerRow,
  args: CustomersArguments,
  { loaders }: Context,
): Promise<Connection<CustomerRow>> {
  const order = customerOrdering(args.orderBy ?? undefined);
  const page = readPage(args, order);
  const rows = await loaders.customersOfManager.load(manager.id, { page, order: args.orderBy ?? undefined });
  const totalCount = () => loaders.customerCountOfManager.load(manager.id);
  return connectionOf({ page, order, rows, sortKeyOf: order.sortKeyOf, totalCount });
}

async function updateConsent(input: NewConsentDecision, { database, loaders }: Context): Promise<RecordedConsent> {
  const recorded = await recordConsent(database, input);
  loaders.consentDecisions.clear(input.customerId);
  return { customerId: input.customerId, purpose: input.purpose, recorded };
}

/** The newest decision of each purpose, by purpose. */
async function consentsInForce(customerId: string, { loaders }: Context): Promise<ConsentDecisionRow[]> {
  const decisions = await loaders.consentDecisions.load(customerId);
  return decisions.filter(({ purpose }, index) => decisions[index - 1]?.purpose !== purpose);
}

async function consentInForce(
  customerId: string,
  purpose: ConsentPurpose,
  context: Context,
): Promise<ConsentDecisionRow | null> {
  const consents = await consentsInForce(customerId, context);
  return consents.find((consent) => consent.purpose === purpose) ?? null;
}

function addressOf({ street, city, state, postalCode, country }: CustomerRow) {
  const address = { street, city, state, postalCode, country };
  return Object.values(address).some((part) => part !== null) ? address : null;
}
