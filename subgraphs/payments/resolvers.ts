// Resolvers of the payments subgraph: from arguments to the right question, and from rows to types. Lists that hang on a
// parent go through the request's loaders.
import type { Connection } from '../../kit/connection.ts';
import { connectionOfListing, type ListArguments, readListing } from '../../kit/listing.ts';
import type { SubgraphContext } from '../../kit/serve-subgraph.ts';
import { type ChargebackRequest, recordChargeback } from './booking/record-chargeback.ts';
import type { PaymentsLoaders } from './loaders.ts';
import {
  type AccountRow,
  type TransactionFilter,
  type TransactionKind,
  type TransactionOrderField,
  type TransactionRow,
  transactionCount,
  transactionOrdering,
  transactionPage,
} from './queries.ts';
import { type RiskInputs, riskScore } from './risk-score.ts';

type Context = SubgraphContext<PaymentsLoaders>;
type TransactionListArguments = ListArguments<TransactionFilter, TransactionOrderField>;

const newestFirst = { field: 'OCCURRED_AT', direction: 'DESC' } as const;

/** An entity of another domain: all we know of it is its id, and we add to it whatever the id. */
interface Reference {
  readonly id: string;
}

const typeOfKind = { CARD_PAYMENT: 'CardPayment', REFUND: 'Refund', CHARGEBACK: 'Chargeback' } as const;

/** What every kind of transaction resolves in the same way. */
const anyTransaction = {
  amount: ({ amount, currency }: TransactionRow) => ({ amount, currency }),
  order: ({ orderId }: TransactionRow): Reference => ({ id: orderId }),
  account: ({ accountId }: TransactionRow, _: unknown, { loaders }: Context) => loaders.account.load(accountId),
};

const payment = ({ paymentId }: TransactionRow, _: unknown, { loaders }: Context) =>
  loaders.transaction.load(paymentId!);

export const resolvers = {
  Query: {
    transaction: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.transaction.load(id),
    transactions: (_: unknown, args: TransactionListArguments, context: Context) => transactions(args, context),
    account: (_: unknown, { id }: Reference, { loaders }: Context) => loaders.account.load(id),
  },

  Mutation: {
    recordChargeback: async (_: unknown, { input }: { input: ChargebackRequest }, { database, loaders }: Context) => {
      const { id, recorded } = await recordChargeback(database, input);
      // It changes the account, its balance and the customer's record; what was read before in this request is stale.
      for (const loader of [loaders.account, loaders.accountOfCustomer, loaders.balance]) loader.clearAll();
      for (const loader of [loaders.paymentRecord, loaders.chargebacksOfCustomer]) loader.clearAll();
      return { chargeback: () => loaders.transaction.load(id), recorded };
    },
  },

  Transaction: {
    __resolveType: ({ kind }: TransactionRow) => typeOfKind[kind],
  },

  CardPayment: { ...anyTransaction, __resolveReference: referenceTo('CARD_PAYMENT') },
  Refund: { ...anyTransaction, payment, __resolveReference: referenceTo('REFUND') },
  Chargeback: { ...anyTransaction, payment, __resolveReference: referenceTo('CHARGEBACK') },

  Account: {
    __resolveReference: ({ id }: Reference, { loaders }: Context) => loaders.account.load(id),
    customer: ({ customerId }: AccountRow): Reference => ({ id: customerId }),
    balance: async ({ id, currency }: AccountRow, _: unknown, { loaders }: Context) => ({
      amount: await loaders.balance.load(id),
      currency,
    }),
    transactions: (account: AccountRow, args: TransactionListArguments, context: Context) =>
      transactionsOfAccount(account, args, context),
  },

  Customer: {
    account: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.accountOfCustomer.load(id),
    chargebacks: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.chargebacksOfCustomer.load(id),
    riskScore: async (customer: Reference & RiskInputs, _: unknown, { loaders, clock }: Context) =>
      riskScore(customer, await loaders.paymentRecord.load(customer.id), clock.now()),
  },

  Order: {
    payments: ({ id }: Reference, _: unknown, { loaders }: Context) => loaders.transactionsOfOrder.load(id),
  },
};

/** A reference names its type; the id of a transaction of another kind is not one of it. */
function referenceTo(kind: TransactionKind) {
  return async ({ id }: Reference, { loaders }: Context): Promise<TransactionRow | null> => {
    const row = await loaders.transaction.load(id);
    return row?.kind === kind ? row : null;
  };
}

async function transactions(
  args: TransactionListArguments,
  { database }: Context,
): Promise<Connection<TransactionRow>> {
  const listing = readListing(args, newestFirst, transactionOrdering);
  const rows = await transactionPage(database, listing);
  return connectionOfListing(listing, transactionOrdering, rows, () => transactionCount(database, listing.filter));
}

async function transactionsOfAccount(
  { id }: AccountRow,
  args: TransactionListArguments,
  { loaders }: Context,
): Promise<Connection<TransactionRow>> {
  const listing = readListing(args, newestFirst, transactionOrdering);
  const rows = await loaders.transactionsOfAccount.load(id, listing);
  return connectionOfListing(listing, transactionOrdering, rows, () =>
    loaders.transactionCountOfAccount.load(id, listing.filter),
  );
}
