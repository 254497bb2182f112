// A small graph with one of everything that a policy can speak of, its contracts, and callers in one line.
import { buildSchema, type GraphQLSchema } from 'graphql';
import { anonymous, type Caller } from '../../kit/caller.ts';
import { compilePolicy, type PolicySources } from '../../policies/compiler/compile-policy.ts';
import type { CompiledPolicy } from '../../policies/compiler/compiled-policy.ts';
import type { DomainPolicy, MaskTree, RuleTree } from '../../policies/domain-policy.ts';
import { repositoryRules } from '../../policies/rules.ts';
import type { Rule } from '../../policies/shield.ts';
import type { Classification, Classifications, Sensitivity } from '../../schema/artefact.ts';

export const smallSdl = /* GraphQL */ `
  type Query {
    customer(id: ID!, as: String): Customer
    customers(filter: CustomerFilter, ids: [ID!], orderBy: [CustomerOrder!]): [Customer!]
    transactions: [Transaction!]
    anything: [Thing]
    country: Country
  }
  type Mutation {
    rename(input: RenameInput!): Customer
  }
  type Customer {
    id: ID!
    name: String!
    email: String
    emails: [String!]
    cardNumber: String!
    revenue: Float
    secretNote: String
    friends: [Customer!]
    payments: [Transaction!]
    region: String
    manager: Customer
    distance(from: String!): Float
    forgotten: String
  }
  type Country {
    code: String
    capital: String
  }
  interface Transaction {
    id: ID!
    amount: Float
    customer: Customer
  }
  type CardPayment implements Transaction {
    id: ID!
    amount: Float
    customer: Customer
    card: String
  }
  type Refund implements Transaction {
    id: ID!
    amount: Float
    customer: Customer
  }
  union Thing = Customer | Country
  input CustomerFilter {
    name: String
    email: String
    text: String
    and: [CustomerFilter!]
    friends: FriendFilter
  }
  input FriendFilter {
    region: String
  }
  input CustomerOrder {
    field: CustomerOrderField!
  }
  enum CustomerOrderField {
    REGION
    EMAIL
    RELEVANCE
  }
  input RenameInput {
    id: ID!
    email: String
  }
`;

export const smallSchema: GraphQLSchema = buildSchema(smallSdl);

const levels: Record<string, string> = {
  'Query.customer': 'INTERNAL',
  'Query.customers': 'INTERNAL',
  'Query.transactions': 'INTERNAL',
  'Query.anything': 'PUBLIC',
  'Query.country': 'PUBLIC',
  'Mutation.rename': 'INTERNAL',
  'Customer.id': 'INTERNAL',
  'Customer.name': 'INTERNAL',
  'Customer.email': 'CONFIDENTIAL pii.email',
  'Customer.emails': 'CONFIDENTIAL pii.email',
  'Customer.cardNumber': 'RESTRICTED pci',
  'Customer.revenue': 'CONFIDENTIAL',
  'Customer.secretNote': 'RESTRICTED pii',
  'Customer.friends': 'INTERNAL',
  'Customer.payments': 'INTERNAL',
  'Customer.region': 'INTERNAL',
  'Customer.manager': 'INTERNAL',
  'Customer.distance': 'INTERNAL',
  'Country.code': 'PUBLIC',
  'Country.capital': 'PUBLIC',
  'CardPayment.id': 'INTERNAL',
  'CardPayment.amount': 'CONFIDENTIAL',
  'CardPayment.customer': 'INTERNAL',
  'CardPayment.card': 'RESTRICTED pci',
  'Refund.id': 'INTERNAL',
  'Refund.amount': 'INTERNAL',
  'Refund.customer': 'INTERNAL',
  'CustomerFilter.name': 'INTERNAL',
  'CustomerFilter.email': 'CONFIDENTIAL pii.email',
  'CustomerFilter.text': 'INTERNAL',
  'CustomerFilter.and': 'INTERNAL',
  'CustomerFilter.friends': 'INTERNAL',
  'FriendFilter.region': 'INTERNAL',
  'CustomerOrder.field': 'INTERNAL',
  'RenameInput.id': 'INTERNAL',
  'RenameInput.email': 'CONFIDENTIAL pii.email',
};

/**
 * `Customer.forgotten` is in no contract. Everything belongs to the domain `customers`, the transactions to `payments`; both say
 * that records may be left out.
 */
export const smallClassifications: Classifications = new Map(
  Object.entries(levels).map(([coordinate, text]) => [coordinate, classification(coordinate, text)]),
);

function classification(coordinate: string, text: string): Classification {
  const [level, ...tags] = text.split(' ');
  const domain = /^(CardPayment|Refund)\./.test(coordinate) ? 'payments' : 'customers';
  return { level: level as Sensitivity, tags, product: `${domain}/small`, domain, rowFiltered: true };
}

export function domainPolicy(rules: RuleTree, masks: MaskTree = {}, domain = 'customers'): DomainPolicy {
  return { subgraph: domain, domain, rules, masks };
}

/** With nothing but rules over rows. */
export function withRows(rows: Readonly<Record<string, Rule>>, domain = 'customers'): DomainPolicy {
  return { ...domainPolicy({}, {}, domain), rows };
}

export function compileSmall(
  domains: readonly DomainPolicy[] = [],
  sources: Partial<PolicySources> = {},
): CompiledPolicy {
  return compilePolicy({
    schema: smallSchema,
    classifications: smallClassifications,
    domains,
    guardrails: repositoryRules.guardrails,
    subgraph: null,
    ...sources,
  });
}

export function callerWith({
  scopes = [],
  roles = [],
  ...rest
}: Partial<Omit<Caller, 'scopes' | 'roles'>> & { scopes?: string[]; roles?: string[] } = {}): Caller {
  return { ...anonymous, subject: 'somebody', ...rest, scopes: new Set(scopes), roles: new Set(roles) };
}
