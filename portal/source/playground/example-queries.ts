// The queries of a first visit, one tab each. They are files so that the README and the tests run the same text.

import catalogSearch from '../../queries/catalog-search.graphql?raw';
import customerProfile from '../../queries/customer-profile.graphql?raw';
import dataProducts from '../../queries/data-products.graphql?raw';
import ticketUpdates from '../../queries/ticket-updates.graphql?raw';

export const exampleTabs = [
  { query: customerProfile },
  { query: dataProducts },
  { query: catalogSearch },
  { query: ticketUpdates },
];
