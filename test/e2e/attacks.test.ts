// An attacker at the door: each attempt with who makes it and the outcome that is safe. No answer, whatever its outcome, may
// hold a value that its caller is not to see.
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { denies, type Outcome, refuses, shows } from '../support/attack-outcomes.ts';
import { type ClientAnswer, personaToken, sendOperation } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');

type Caller = 'anonymous' | 'app' | 'analyst' | 'steward' | 'fraud-analyst';
type Attempt = readonly [name: string, caller: Caller, operation: string, outcome: Outcome, variables?: object];

const claire = 'customer(id: "CG-12520")';
const tokens = new Map<Caller, string>();
/** What only the steward, or only the fraud analyst, may read: text by which it is found in any answer. */
let secrets: readonly string[] = [];

beforeAll(async () => {
  const named = ['app', 'analyst', 'steward', 'fraud-analyst'] as const;
  for (const caller of named) tokens.set(caller, await personaToken(url, caller));
  const personal = await sendOperation(
    url,
    `{ ${claire} { email phone dateOfBirth address { street postalCode } accountManager { email } tickets(first: 5) { nodes { messages { nodes { body } } } } } }`,
    // Birth dates serve stated purposes only.
    { token: tokens.get('steward'), purpose: 'data-quality' },
  );
  const { address, accountManager, tickets, ...own } = personal.body.data.customer;
  const bodies = tickets.nodes.flatMap(({ messages }: ClientAnswer['body']) =>
    messages.nodes.map((message: { body: string }) => message.body),
  );
  secrets = [...Object.values<string>(own), ...Object.values<string>(address), accountManager.email, ...bodies];
  expect(secrets.length).toBeGreaterThan(6);
});

const throughFragments = `
  fragment A on Customer { ...B }
  fragment B on Customer { ... { ...C } }
  fragment C on Customer { contact: email }
`;

const aliases: readonly Attempt[] = [
  ['as the key', 'analyst', `{ ${claire} { id: email } }`, denies('Customer.email')],
  ['under the name of an open field', 'analyst', `{ ${claire} { name: email open: name } }`, denies('Customer.email')],
  [
    'under the names of inputs of the risk score',
    'analyst',
    `{ ${claire} { segment: name region: name customerSince: email riskScore } }`,
    denies('Customer.email', 'Customer.riskScore'),
  ],
  [
    'open fields under the names of inputs of the profile change nothing',
    'fraud-analyst',
    `{ ${claire} { lifetimeValue: name openTicketCount: id riskScore: segment profile360 { missingInputs } } }`,
    shows({ customer: { lifetimeValue: 'Claire Gute', riskScore: 'CONSUMER', profile360: { missingInputs: [] } } }),
  ],
  ['as a type name', 'analyst', `{ ${claire} { __typename: email } }`, refuses('GRAPHQL_VALIDATION_FAILED')],
  ['as a prototype', 'analyst', `{ ${claire} { __proto__: email } }`, refuses('GRAPHQL_VALIDATION_FAILED')],
  [
    'names that every object inherits',
    'app',
    `{ constructor: ${claire} { toString: name hasOwnProperty: id } }`,
    shows({ constructor: { toString: 'Claire Gute', hasOwnProperty: 'CG-12520' } }),
  ],
  [
    'a masked value three times',
    'app',
    `{ ${claire} { email id: email ... on Customer { other: email } } }`,
    shows({ customer: { email: 'c***@example.com', id: 'c***@example.com', other: 'c***@example.com' } }),
  ],
];

const ways: readonly Attempt[] = [
  ['fragments in fragments', 'analyst', `{ ${claire} { ...A } } ${throughFragments}`, denies('Customer.email')],
  ['inline fragments', 'analyst', `{ ${claire} { ... { ... on Customer { phone } } } }`, denies('Customer.phone')],
  ['the same field twice', 'analyst', `{ ${claire} { phone } ${claire} { phone phone } }`, denies('Customer.phone')],
  [
    'an interface',
    'steward',
    '{ order(id: "CA-2016-152156") { payments { ... on Transaction { ... on CardPayment { maskedCard } } } } }',
    denies('CardPayment.maskedCard'),
  ],
  [
    'an interface, by its type alone',
    'analyst',
    '{ transactions(filter: { kind: [CARD_PAYMENT] }, first: 2) { nodes { ...on CardPayment { id: maskedCard } } edges { node { ...on CardPayment { maskedCard } } } } }',
    denies('CardPayment.maskedCard'),
  ],
  [
    'chargebacks',
    'steward',
    '{ transactions(filter: { kind: [CHARGEBACK] }, first: 1) { nodes { ... on Chargeback { reason status caseReference } } } }',
    denies('Chargeback.reason', 'Chargeback.status', 'Chargeback.caseReference'),
  ],
  [
    'a union',
    'app',
    '{ tickets(first: 100) { nodes { about { ... on Order { profit { amount } } ... on Product { cost { amount } } } } } }',
    denies('Order.profit', 'Product.cost'),
  ],
  [
    'edges and nodes of a connection',
    'analyst',
    '{ customers(first: 2) { edges { node { email } } nodes { dateOfBirth } } }',
    denies('Customer.email', 'Customer.dateOfBirth'),
  ],
  ['an order', 'analyst', '{ orders(first: 1) { nodes { customer { email } } } }', denies('Customer.email')],
  [
    'an account',
    'analyst',
    '{ account(id: "A-CG-12520") { customer { address { city } } } }',
    denies('Customer.address'),
  ],
  ['a ticket', 'fraud-analyst', '{ tickets(first: 1) { nodes { customer { phone } } } }', denies('Customer.phone')],
  [
    'an account manager',
    'app',
    `{ ${claire} { accountManager { email customers(first: 1) { nodes { phone } } } } }`,
    denies('AccountManager.email', 'Customer.phone'),
  ],
  [
    'the answer of a change',
    'app',
    'mutation { updateConsent(input: { customerId: "AB-10015", purpose: DATA_SHARING, granted: false, textVersion: "2026-01", idempotencyKey: "attack-0001" }) { customer { email phone } } }',
    denies('Customer.phone'),
  ],
  [
    'messages of a ticket',
    'analyst',
    `{ ${claire} { tickets(first: 5) { nodes { messages { nodes { body } edges { node { id: body } } } } } } }`,
    denies('TicketMessage.body'),
  ],
  [
    'a copy of the risk score',
    'steward',
    `{ ${claire} { profile360 { riskScore } } }`,
    denies('Customer360.riskScore'),
  ],
  [
    'a score from which the risk score follows',
    'steward',
    `{ ${claire} { profile360 { healthScore } } }`,
    denies('Customer360.healthScore'),
  ],
  [
    'the same score for whoever reads its other inputs',
    'analyst',
    `{ ${claire} { lifetimeValue { amount } openTicketCount profile360 { healthScore } } }`,
    denies('Customer360.healthScore'),
  ],
  [
    'a copy of the lifetime value',
    'app',
    `{ ${claire} { profile360 { lifetimeValue { amount } } } }`,
    denies('Customer360.lifetimeValue'),
  ],
  ['a balance', 'steward', `{ ${claire} { account { balance { amount } } } }`, denies('Account.balance')],
  ['a cost', 'fraud-analyst', '{ products(first: 1) { nodes { cost { amount } } } }', denies('Product.cost')],
];

const strangers: readonly Attempt[] = [
  ['a customer', 'anonymous', `{ ${claire} { id } }`, denies('Query.customer')],
  [
    'several at once',
    'anonymous',
    '{ a: orders { totalCount } b: tickets { totalCount } c: transactions { totalCount } }',
    denies('Query.orders', 'Query.tickets', 'Query.transactions'),
  ],
  [
    'what hangs on a public product',
    'anonymous',
    '{ products(first: 1) { nodes { cost { amount } unitsSold orders { totalCount } tickets { totalCount } } } }',
    denies('Product.cost', 'Product.unitsSold', 'Product.orders', 'Product.tickets'),
  ],
  [
    'the lineage of a public product',
    'anonymous',
    '{ products(first: 1) { nodes { provenance { sources fields { coordinate } } } } }',
    denies('Provenance.sources', 'Provenance.fields'),
  ],
  [
    'the text of a contract',
    'anonymous',
    '{ dataProducts(first: 1) { nodes { contracts { current { odcs sdl } } owners { name } } } }',
    denies('ContractVersion.odcs', 'ContractVersion.sdl', 'DataProduct.owners'),
  ],
  ['a change', 'anonymous', 'mutation { cancelOrder(id: "CA-2016-152156") { id } }', denies('Mutation.cancelOrder')],
];

const filter = { email: 'claire.gute@example.com' };
const oracles: readonly Attempt[] = [
  [
    'a filter as a literal',
    'analyst',
    '{ customers(filter: { email: "claire.gute@example.com" }) { totalCount } }',
    denies('Query.customers'),
  ],
  [
    'a filter in a variable',
    'analyst',
    'query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }',
    denies('Query.customers'),
    { f: filter },
  ],
  [
    'a filter as a default',
    'analyst',
    'query ($f: CustomerFilter = { email: "claire.gute@example.com" }) { customers(filter: $f) { totalCount } }',
    denies('Query.customers'),
  ],
  [
    'a variable inside a filter',
    'analyst',
    'query ($e: String) { customers(filter: { segment: CONSUMER, email: $e }) { totalCount } }',
    denies('Query.customers'),
    { e: filter.email },
  ],
  [
    'a filter that is null',
    'analyst',
    'query ($e: String) { customers(filter: { email: $e }) { totalCount } }',
    denies('Query.customers'),
    { e: null },
  ],
  [
    'a filter by those who see the mask only',
    'app',
    '{ customers(filter: { email: "claire.gute@example.com" }) { pageInfo { hasNextPage } } }',
    denies('Query.customers'),
  ],
  [
    'a filter beside one that is open',
    'app',
    '{ open: customers(first: 1) { totalCount } closed: customers(filter: { email: "x" }) { totalCount } }',
    denies('Query.customers'),
  ],
  [
    'an ordering',
    'analyst',
    '{ customers(orderBy: { field: EMAIL }) { totalCount } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'an ordering in a variable',
    'analyst',
    'query ($o: CustomerOrder) { customers(orderBy: $o) { totalCount } }',
    refuses('BAD_USER_INPUT'),
    { o: { field: 'DATE_OF_BIRTH' } },
  ],
  [
    'a filter that there is not',
    'analyst',
    'query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }',
    refuses('BAD_USER_INPUT'),
    { f: { phone: '+1' } },
  ],
];

const asAgent = { ticketId: 'K-1', author: 'AGENT', body: 'x', idempotencyKey: 'attack-0002' };
const addMessage =
  'mutation ($input: AddTicketMessageInput!) { addTicketMessage(input: $input) { recorded message { body } } }';
const changes: readonly Attempt[] = [
  [
    'a price, by an analyst',
    'analyst',
    'mutation { changePrice(input: { productId: "x", price: "1" }) { previousPrice { amount } } }',
    denies('Mutation.changePrice'),
  ],
  [
    'a chargeback, by a steward',
    'steward',
    'mutation { recordChargeback(input: { paymentId: "x", reason: FRAUD, caseReference: "ABCDEFGH" }) { recorded } }',
    denies('Mutation.recordChargeback'),
  ],
  ['in the name of an agent', 'app', addMessage, denies('Mutation.addTicketMessage'), { input: asAgent }],
  [
    'in the name of an agent, literally',
    'app',
    'mutation { addTicketMessage(input: { ticketId: "K-1", author: AGENT, body: "x", idempotencyKey: "attack-0003" }) { recorded } }',
    denies('Mutation.addTicketMessage'),
  ],
  [
    'in the name of an agent, by a variable inside',
    'app',
    'mutation ($a: MessageAuthor!) { addTicketMessage(input: { ticketId: "K-1", author: $a, body: "x", idempotencyKey: "attack-0004" }) { recorded } }',
    denies('Mutation.addTicketMessage'),
    { a: 'AGENT' },
  ],
  [
    'in the name of an agent, by a default',
    'app',
    'mutation ($a: MessageAuthor! = AGENT) { addTicketMessage(input: { ticketId: "K-1", author: $a, body: "x", idempotencyKey: "attack-0005" }) { recorded } }',
    denies('Mutation.addTicketMessage'),
  ],
  [
    'one that is open beside one that is not',
    'app',
    'mutation { openTicket(input: { customerId: "no such id!", subject: "abc", body: "x", idempotencyKey: "attack-0006" }) { recorded } addTicketMessage(input: { ticketId: "K-1", author: AGENT, body: "x", idempotencyKey: "attack-0007" }) { recorded } }',
    (answer) =>
      expect(answer.body.errors.map(({ extensions }: ClientAnswer['body']) => extensions.code).sort()).toEqual([
        'BAD_USER_INPUT',
        'FORBIDDEN',
      ]),
  ],
  [
    'an input that is null by its variable, where a rule reads it',
    'app',
    'mutation ($input: AddTicketMessageInput = { ticketId: "K-1", author: CUSTOMER, body: "x", idempotencyKey: "attack-0008" }) { addTicketMessage(input: $input) { recorded } }',
    refuses('BAD_USER_INPUT'),
    { input: null },
  ],
];

const machinery: readonly Attempt[] = [
  [
    'entities by their keys',
    'app',
    '{ _entities(representations: [{ __typename: "Customer", id: "CG-12520" }]) { ... on Customer { email } } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  ['the schema of a subgraph', 'app', '{ _service { sdl } }', refuses('GRAPHQL_VALIDATION_FAILED')],
  [
    'the variable of entity fetches',
    'app',
    'query ($representations: ID!) { customer(id: $representations) { id } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
    { representations: 'CG-12520' },
  ],
  [
    'a variable called as a prototype',
    'app',
    'query ($__proto__: ID!) { customer(id: $__proto__) { id } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'a prototype inside a variable',
    'app',
    'query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }',
    refuses('BAD_USER_INPUT'),
    JSON.parse('{ "f": { "__proto__": { "email": "x" } } }') as object,
  ],
  ['a type called as a property', 'app', '{ ... on constructor { id } }', refuses('GRAPHQL_VALIDATION_FAILED')],
];

const canary = 'CANARY-4711';
const values: readonly Attempt[] = [
  ...(
    [
      ['a number', 'Int', 'customers(first: $v) { totalCount }', canary],
      ['an enum', '[CustomerSegment!]', 'customers(filter: { segment: $v }) { totalCount }', [canary]],
      ['an instant', 'DateTime', 'orders(filter: { placedAfter: $v }) { totalCount }', canary],
      [
        'an instant that is an object',
        'DateTime',
        'orders(filter: { placedAfter: $v }) { totalCount }',
        { [canary]: 1 },
      ],
      ['a decimal', 'Decimal', 'orders(filter: { minTotal: $v }) { totalCount }', canary],
      ['a cursor', 'String', 'customers(after: $v) { totalCount nodes { id } }', canary],
      ['a NUL', 'ID!', 'customer(id: $v) { id }', `${canary}\0`],
      ['too many rows', 'Int', 'customers(first: $v) { totalCount nodes { id } }', 2_147_483_647],
      ['a negative number of rows', 'Int', 'customers(first: $v) { totalCount nodes { id } }', -1],
      ['too many ids', '[ID!]', 'customers(filter: { ids: $v }) { totalCount }', new Array(10_000).fill(canary)],
      [
        '20,000 bad items',
        '[CustomerSegment!]',
        'customers(filter: { segment: $v }) { totalCount }',
        new Array(20_000).fill(1),
      ],
    ] as const
  ).map(
    ([name, type, field, v]): Attempt => [
      name,
      'app',
      `query ($v: ${type}) { ${field} }`,
      refuses('BAD_USER_INPUT'),
      { v },
    ],
  ),
  [
    'half of a character',
    'app',
    'query ($v: ID!) { customer(id: $v) { id } }',
    shows({ customer: null }),
    { v: '\ud800' },
  ],
  [
    'nested without end',
    'app',
    'query ($v: DateTime) { orders(filter: { placedAfter: $v }) { totalCount } }',
    refuses('BAD_REQUEST'),
    { v: nested(1_000) },
  ],
  [
    'a number that no machine holds',
    'app',
    '{ customers(first: 99999999999) { totalCount } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
];

const bombs: readonly Attempt[] = [
  [
    'ten thousand aliases',
    'anonymous',
    `{ ${many(10_000, (n) => `a${n}: __typename`)} }`,
    refuses('OPERATION_LIMIT_EXCEEDED'),
  ],
  [
    'a thousand fields of one name',
    'anonymous',
    `{ products { nodes { ${'id '.repeat(1_100)} } } }`,
    refuses('OPERATION_LIMIT_EXCEEDED'),
  ],
  [
    'a fragment in itself',
    'anonymous',
    '{ ...A } fragment A on Query { __typename ...A }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'fragments in each other',
    'anonymous',
    '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'a list in lists',
    'app',
    `{ orders(filter: { placedAfter: ${'['.repeat(4_900)}${']'.repeat(4_900)} }) { totalCount } }`,
    refuses('OPERATION_LIMIT_EXCEEDED'),
  ],
  [
    'types of fields of types of fields',
    'anonymous',
    '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }',
    refuses('GRAPHQL_VALIDATION_FAILED'),
  ],
  [
    'pages in pages of one subgraph',
    'anonymous',
    '{ categories { products(first: 100) { nodes { category { products(first: 100) { nodes { id name price { amount } category { name } } } } } } } }',
    refuses('OPERATION_LIMIT_EXCEEDED'),
  ],
  [
    'pages in pages of two subgraphs, which each fetch once',
    'app',
    `{ customers(first: 20) { nodes { ${pagesInPages(5)} } } }`,
    refuses('OPERATION_LIMIT_EXCEEDED'),
  ],
];

const groups: readonly (readonly [string, readonly Attempt[]])[] = [
  ['a closed field under an alias', aliases],
  ['a closed field by way of', ways],
  ['without a token', strangers],
  ['a closed field asked as a question', oracles],
  ['a change that is not open', changes],
  ['the machinery of federation', machinery],
  ['a bad value', values],
  ['an operation that would grow', bombs],
];

describe.each(groups)('%s', (_, attempts) => {
  for (const [name, caller, operation, outcome, variables] of attempts)
    test(`${name} (${caller})`, async () => {
      const answer = await ask(caller, operation, variables);
      outcome(answer);
      expectNothingTold(answer, caller);
    });
});

describe('what one caller got is no other caller’s', () => {
  const operation = `query ($clear: Boolean!) { ${claire} { email @include(if: $clear) name @skip(if: $clear) } }`;
  const expected = new Map<Caller, string | null>([
    ['steward', 'claire.gute@example.com'],
    ['analyst', null],
    ['app', 'c***@example.com'],
    ['fraud-analyst', 'c***@example.com'],
  ]);

  test('one document, all callers and both values of its variable, at once', async () => {
    const asked = [...expected.keys()].flatMap((caller) => [true, false].map((clear) => ({ caller, clear })));
    const rounds = [...asked, ...asked.toReversed(), ...asked];
    const answers = await Promise.all(rounds.map(({ caller, clear }) => ask(caller, operation, { clear })));
    rounds.forEach(({ caller, clear }, index) => {
      const customer = clear ? { email: expected.get(caller) } : { name: 'Claire Gute' };
      expect(answers[index]!.data).toEqual({ customer });
    });
  });

  test('one document, by the arguments that a rule reads', async () => {
    const outcomes = [];
    for (const author of ['AGENT', 'CUSTOMER', 'AGENT']) {
      // No such ticket, so that nothing is written where the rule lets pass.
      const answer = await ask('app', addMessage, { input: { ...asAgent, ticketId: 'K-0', author } });
      outcomes.push(answer.body.errors[0].extensions.code);
    }
    expect(outcomes).toEqual(['FORBIDDEN', 'NOT_FOUND', 'FORBIDDEN']);
  });

  test('a name of an operation cannot pass for the beginning of another document', async () => {
    const open = 'query A { __typename }';
    await sendJson({ query: `B ${open}`, operationName: null });
    await sendJson({ query: open, operationName: 'A' });
    const answer = await sendJson({ query: 'A { __typename }', operationName: 'A\nquery' });
    expect(answer.errors[0].extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  });
});

test('a cursor tells nothing of its row, nor of the order of the list', async () => {
  for (const field of ['NAME', 'CUSTOMER_SINCE', 'UPDATED_AT']) {
    const { body } = await ask('app', `{ customers(first: 100, orderBy: { field: ${field} }) { edges { cursor } } }`);
    const cursors: { cursor: string }[] = body.data.customers.edges;
    for (const { cursor } of cursors)
      expect(Buffer.from(cursor, 'base64url').toString()).not.toMatch(/[A-Z]{2}-\d{5}|@example|NAME|SINCE|UPDATED/);
  }
});

async function ask(caller: Caller, operation: string, variables?: object): Promise<ClientAnswer> {
  return sendOperation(url, operation, { token: tokens.get(caller), variables });
}

async function sendJson(request: object): Promise<ClientAnswer['body']> {
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify(request) })).json();
}

function expectNothingTold({ body }: ClientAnswer, caller: Caller): void {
  const text = JSON.stringify(body);
  if (caller !== 'steward') for (const secret of secrets) expect(text).not.toContain(secret);
  expect(text).not.toContain(canary);
  const messages = JSON.stringify(body.errors ?? []);
  expect(messages).not.toMatch(/127\.0\.0\.1|localhost|node_modules|\.ts:\d+|select .* from|Did you mean|stack size/i);
}

function nested(levels: number): unknown {
  return JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
}

function many(count: number, make: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => make(n)).join(' ');
}

/** The tickets of a customer, the orders of the customer of each, the tickets of the customer of each ... */
function pagesInPages(levels: number): string {
  if (levels === 0) return 'id';
  return `tickets(first: 100) { nodes { customer { orders(first: 100) { nodes { customer { ${pagesInPages(levels - 1)} } } } } } }`;
}
