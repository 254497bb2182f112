// The DataLoaders of one request: each kind of question becomes one statement for everyone who asks it at the same time.
import DataLoader from 'dataloader';
import type { Page } from '../../kit/connection.ts';
import { createLoaderByArguments } from '../../kit/loader-by-arguments.ts';
import type { Database } from '../../kit/postgres.ts';
import {
  accountManagersById,
  type CustomerOrder,
  consentDecisions,
  customerCountsOfManagers,
  customerOrdering,
  customerPagesOfManagers,
  customersById,
} from './queries.ts';

export type CustomersLoaders = ReturnType<typeof createLoaders>;

export interface ManagerPage {
  readonly page: Page;
  readonly order: CustomerOrder | undefined;
}

export function createLoaders(database: Database) {
  return {
    customer: new DataLoader((ids: readonly string[]) => customersById(database, ids)),
    accountManager: new DataLoader((ids: readonly string[]) => accountManagersById(database, ids)),
    /** Every decision of a customer: by purpose, the newest first. */
    consentDecisions: new DataLoader((ids: readonly string[]) => consentDecisions(database, ids)),
    customersOfManager: createLoaderByArguments((ids: readonly string[], { page, order }: ManagerPage) =>
      customerPagesOfManagers(database, ids, customerOrdering(order), page),
    ),
    customerCountOfManager: new DataLoader((ids: readonly string[]) => customerCountsOfManagers(database, ids)),
  };
}
