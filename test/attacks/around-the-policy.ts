// What an attacker may try to get around the policy, and the safe outcome of each attempt: in how the operation is written, over HTTP,
// behind the gateway, by inference, and in the workflow of access. Each row is sent over real HTTP to the whole system;
// test/e2e/around-the-policy.test.ts does that, and looks for what nobody but a steward may read in every answer.
import { createHash } from 'node:crypto';

export type Attacker = 'anonymous' | 'app' | 'analyst' | 'fraud-analyst';

export interface Attack {
  readonly area: 'shape' | 'planner internals' | 'inference' | 'HTTP' | 'behind the gateway' | 'workflow';
  readonly attempt: string;
  readonly by: Attacker;
  readonly send: AttackRequest;
  readonly outcome: AttackOutcome;
}

export interface AttackRequest {
  /** Of the gateway without it. */
  readonly process?: string;
  readonly path?: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; of a GET, as parameters. */
  readonly body?: object;
}

export type AttackOutcome =
  /** 200, and these coordinates are denied; nothing else is. */
  | { readonly denied: readonly string[] }
  /** Refused with this code, and no data. */
  | { readonly code: string }
  /** Refused with one of these statuses. */
  | { readonly status: readonly number[] }
  /** Answered, with exactly this. */
  | { readonly data: object };

const claire = 'customer(id: "CG-12520")';
const emailOfClaire = `{ ${claire} { email } }`;
const deniedEmail: AttackOutcome = { denied: ['Customer.email'] };
const strangerMay: AttackOutcome = { denied: ['Query.customer'] };

const asked = (query: string, variables?: object): AttackRequest => ({ body: { query, variables } });

const shapes: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  [
    '@skip that does not hold',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @skip(if: $s) } }`, { s: false }),
    deniedEmail,
  ],
  [
    '@include that holds',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @include(if: $s) } }`, { s: true }),
    deniedEmail,
  ],
  [
    '@include that holds by its default',
    'analyst',
    asked(`query ($s: Boolean! = true) { ${claire} { email @include(if: $s) } }`),
    deniedEmail,
  ],
  [
    'both conditions at once',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @skip(if: $s) @include(if: true) } }`, { s: false }),
    deniedEmail,
  ],
  [
    'a condition on the fragment',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { ...F @include(if: $s) } } fragment F on Customer { email }`, { s: true }),
    deniedEmail,
  ],
  [
    'a condition on an inline fragment',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { ... @skip(if: $s) { email } } }`, { s: false }),
    deniedEmail,
  ],
  [
    'left out once, asked once',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @skip(if: $s) x: email @include(if: $s) } }`, { s: false }),
    deniedEmail,
  ],
  [
    'a condition that is no Boolean',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @skip(if: $s) } }`, { s: 'true' }),
    { code: 'BAD_USER_INPUT' },
  ],
  [
    'a condition that is not given',
    'analyst',
    asked(`query ($s: Boolean!) { ${claire} { email @skip(if: $s) } }`),
    { code: 'BAD_USER_INPUT' },
  ],
  [
    'the second of two operations',
    'analyst',
    { body: { query: `query A { ${claire} { name } } query B ${emailOfClaire}`, operationName: 'B' } },
    deniedEmail,
  ],
  [
    'an operation without a name among two',
    'analyst',
    asked(`query A { ${claire} { name } } query B ${emailOfClaire}`),
    { code: 'OPERATION_NOT_FOUND' },
  ],
  [
    '@defer, for a client that takes no parts',
    'analyst',
    asked(`{ ${claire} { name ... @defer { email } } }`),
    deniedEmail,
  ],
  [
    '@defer with a label like a field',
    'analyst',
    asked(`{ ${claire} { name ... @defer(label: "email") { email } } }`),
    deniedEmail,
  ],
  ['@defer in @defer', 'analyst', asked(`{ ${claire} { ... @defer { name ... @defer { email } } } }`), deniedEmail],
  [
    'through the answer of a subscription, as a query',
    'analyst',
    asked('subscription { ticketUpdated(customerId: "CG-12520") { customer { email } } }'),
    { code: 'BAD_REQUEST' },
  ],
  [
    'a directive that there is not',
    'analyst',
    asked(`{ ${claire} { email @public } }`),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'a directive of the contracts',
    'analyst',
    asked(`{ ${claire} { email @requiresScopes(scopes: [["customers:pii:read"]]) } }`),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
];

const internals: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  [
    'the name under which rules read rows',
    'analyst',
    asked(`{ ${claire} { rule_Customer__email: email } }`),
    deniedEmail,
  ],
  [
    'an open field under such a name',
    'analyst',
    asked(`{ ${claire} { rule_Customer__region: name } }`),
    { data: { customer: { rule_Customer__region: 'Claire Gute' } } },
  ],
  [
    'a private name of a field with arguments',
    'analyst',
    asked(`{ ${claire} { tickets__0: name } }`),
    { data: { customer: { tickets__0: 'Claire Gute' } } },
  ],
  [
    'an alias that begins like introspection',
    'analyst',
    asked(`{ ${claire} { __email: email } }`),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'the alias of a root field that begins so',
    'analyst',
    asked(`{ __c: ${claire} { name } }`),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'the profile from inputs that are denied',
    'analyst',
    asked(`{ ${claire} { riskScore profile360 { riskScore } } }`),
    { denied: ['Customer.riskScore', 'Customer360.riskScore'] },
  ],
  [
    'an input of @requires under the name of another',
    'analyst',
    asked(`{ ${claire} { lifetimeValue: riskScore } }`),
    { denied: ['Customer.riskScore'] },
  ],
  [
    'the sources of a coordinate that is denied',
    'anonymous',
    asked('{ products(first: 1) { nodes { provenance { sources } } } }'),
    { denied: ['Provenance.sources'] },
  ],
  [
    'entities as a field with an alias',
    'app',
    asked('{ x: _entities(representations: []) { __typename } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'the type of all entities',
    'app',
    asked('{ __type(name: "_Entity") { possibleTypes { name } } }'),
    { data: { __type: null } },
  ],
  ['the scalar of representations', 'app', asked('{ __type(name: "_Any") { name } }'), { data: { __type: null } }],
  [
    'the types of the supergraph itself',
    'app',
    asked('{ __type(name: "join__Graph") { enumValues { name } } }'),
    { data: { __type: null } },
  ],
  [
    'a node by an id for everything',
    'app',
    asked('{ node(id: "Customer:CG-12520") { id } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'the fields of entities by fragments on the root',
    'app',
    asked('{ ... on Customer { email } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
];

const filterByEmail = { email: 'claire.gute@example.com' };
const closedFilter: AttackOutcome = { denied: ['Query.customers'] };
const inferences: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  [
    'how many have this address',
    'analyst',
    asked('query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }', { f: filterByEmail }),
    closedFilter,
  ],
  [
    'whether there is a next page of them',
    'fraud-analyst',
    asked('query ($f: CustomerFilter) { customers(filter: $f) { pageInfo { hasNextPage } } }', { f: filterByEmail }),
    closedFilter,
  ],
  [
    'their cursors',
    'app',
    asked('query ($f: CustomerFilter) { customers(filter: $f) { edges { cursor } } }', { f: filterByEmail }),
    closedFilter,
  ],
  [
    'a filter whose variable stands in a fragment',
    'analyst',
    asked('query ($e: String!) { ...F } fragment F on Query { customers(filter: { email: $e }) { totalCount } }', {
      e: filterByEmail.email,
    }),
    closedFilter,
  ],
  [
    'a filter that is skipped, and one that is not',
    'analyst',
    asked(
      '{ a: customers(filter: { email: "x" }) @skip(if: true) { totalCount } b: customers(filter: { email: "y" }) { totalCount } }',
    ),
    closedFilter,
  ],
  ['a filter that is empty', 'analyst', asked('{ customers(filter: { email: "" }) { totalCount } }'), closedFilter],
  [
    'a filter in a list where one is asked',
    'analyst',
    asked('query ($f: CustomerFilter) { customers(filter: $f) { totalCount } }', { f: [filterByEmail] }),
    { code: 'BAD_USER_INPUT' },
  ],
  [
    'what is nearly the name of a field',
    'analyst',
    asked(`{ ${claire} { emial } }`),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'what is nearly the name of an input field',
    'analyst',
    asked('{ customers(filter: { emial: "x" }) { totalCount } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'what is nearly the name of a type',
    'analyst',
    asked('query ($f: CustomerFiltr) { customers(filter: $f) { totalCount } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  [
    'what is nearly the value of an enum',
    'analyst',
    asked('{ customers(orderBy: { field: EMIAL }) { totalCount } }'),
    { code: 'GRAPHQL_VALIDATION_FAILED' },
  ],
  ['whether somebody is there at all', 'anonymous', asked('{ customer(id: "nobody") { id } }'), strangerMay],
  ['the same for somebody who is', 'anonymous', asked(`{ ${claire} { id } }`), strangerMay],
  [
    'a field that is never null, to lose what is around it',
    'analyst',
    asked(`{ ${claire} { name openTickets { subject } email } }`),
    deniedEmail,
  ],
];

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const persistedBy = (text: string, query?: string): AttackRequest => ({
  body: { query, extensions: { persistedQuery: { version: 1, sha256Hash: sha256(text) } } },
});
const withHeaders = (headers: Readonly<Record<string, string>>, query = emailOfClaire): AttackRequest => ({
  headers,
  body: { query },
});

const http: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  ['by GET', 'analyst', { method: 'GET', body: { query: emailOfClaire } }, deniedEmail],
  [
    'a change by GET',
    'app',
    { method: 'GET', body: { query: 'mutation { cancelOrder(id: "x") { id } }' } },
    { code: 'METHOD_NOT_ALLOWED' },
  ],
  ['a batch', 'analyst', { body: [{ query: emailOfClaire }, { query: emailOfClaire }] }, { code: 'BAD_REQUEST' }],
  [
    'a hash that nobody has sent',
    'analyst',
    persistedBy('{ never: __typename }'),
    { code: 'PERSISTED_QUERY_NOT_FOUND' },
  ],
  ['a document under its hash', 'analyst', persistedBy(emailOfClaire, emailOfClaire), deniedEmail],
  ['the hash that another caller may know', 'analyst', persistedBy(emailOfClaire), deniedEmail],
  ['the same hash without a token', 'anonymous', persistedBy(emailOfClaire), strangerMay],
  [
    'a document under the hash of another',
    'analyst',
    persistedBy('{ __typename }', emailOfClaire),
    { code: 'PERSISTED_QUERY_HASH_MISMATCH' },
  ],
  ...[
    'x-user',
    'x-user-id',
    'x-scopes',
    'x-roles',
    'x-forwarded-user',
    'x-gordian-caller',
    'x-auth-request-user',
    'x-jwt-claims',
    'x-hasura-role',
    'x-original-authorization',
  ].map(
    (name) =>
      [
        `a claim in the header ${name}`,
        'analyst',
        withHeaders({ [name]: 'user|steward customers:pii:read data-steward' }),
        deniedEmail,
      ] as const,
  ),
  ['a claim header without a token', 'anonymous', withHeaders({ 'x-user': 'user|steward' }), strangerMay],
  [
    'a purpose that the token does not have',
    'analyst',
    withHeaders({ 'x-purpose': 'fraud-prevention' }),
    { status: [200, 400, 403] },
  ],
  ['a glass that nobody broke', 'analyst', withHeaders({ 'x-break-glass': 'INC-1' }), { code: 'BREAK_GLASS_NOT_LIVE' }],
  ['a glass without a token', 'anonymous', withHeaders({ 'x-break-glass': 'INC-1' }), { status: [400, 401, 403] }],
  ['a token in a cookie', 'anonymous', withHeaders({ cookie: 'authorization=Bearer x; token=x' }), strangerMay],
  ['a token in the URL', 'anonymous', { path: '/graphql?access_token=x', body: { query: emailOfClaire } }, strangerMay],
  [
    'a body that is no JSON by its header',
    'analyst',
    withHeaders({ 'content-type': 'text/plain' }),
    { status: [400, 415] },
  ],
  [
    'a form, as pages of others can send',
    'analyst',
    withHeaders({ 'content-type': 'application/x-www-form-urlencoded' }),
    { status: [400, 415] },
  ],
  ['the fetches of the answer', 'analyst', withHeaders({ 'gordian-trace': '1' }), deniedEmail],
  ['the cost of the answer', 'analyst', withHeaders({ 'gordian-cost': '1' }), deniedEmail],
  [
    'another path with the same tail',
    'analyst',
    { path: '/x/graphql', body: { query: emailOfClaire } },
    { status: [404, 405] },
  ],
];

const domains = ['customers', 'catalog', 'orders', 'payments', 'support', 'metadata'] as const;
const refused: AttackOutcome = { status: [401] };
const entity = '{ _entities(representations: [{ __typename: "Customer", id: "CG-12520" }]) { __typename } }';
/** Signed by nobody that a subgraph knows. */
const forged = `${part({ alg: 'EdDSA', typ: 'gordian-assertion+jwt' })}.${part({ iss: 'gordian-gateway', aud: 'customers', exp: 9_999_999_999 })}.${'A'.repeat(86)}`;
const unsigned = `${part({ alg: 'none', typ: 'gordian-assertion+jwt' })}.${part({ iss: 'gordian-gateway', aud: 'customers', exp: 9_999_999_999 })}.`;

function part(claims: object): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

const behind: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = domains.flatMap((process) => [
  [`${process} without an assertion`, 'anonymous', { process, body: { query: '{ __typename }' } }, refused] as const,
  [
    `${process} with the token of a caller`,
    'analyst',
    { process, body: { query: '{ __typename }' } },
    refused,
  ] as const,
  [`${process}: entities`, 'analyst', { process, body: { query: entity } }, refused] as const,
  [`${process}: its SDL`, 'anonymous', { process, body: { query: '{ _service { sdl } }' } }, refused] as const,
  [
    `${process}: introspection`,
    'anonymous',
    { process, body: { query: '{ __schema { types { name } } }' } },
    refused,
  ] as const,
  [
    `${process} with an assertion of another key`,
    'anonymous',
    { process, headers: { authorization: `Bearer ${forged}` }, body: { query: entity } },
    refused,
  ] as const,
  [
    `${process} with an unsigned assertion`,
    'anonymous',
    { process, headers: { authorization: `Bearer ${unsigned}` }, body: { query: entity } },
    refused,
  ] as const,
]);

const registry: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  [
    'the supergraph of the registry',
    'anonymous',
    { process: 'metadata', path: '/registry/supergraph', method: 'GET' },
    { status: [401] },
  ],
  [
    'the supergraph, with the token of a caller',
    'analyst',
    { process: 'metadata', path: '/registry/supergraph', method: 'GET' },
    { status: [401, 403] },
  ],
  [
    'a registration',
    'anonymous',
    { process: 'metadata', path: '/registry/register', body: { subgraphs: [] } },
    { status: [401] },
  ],
  [
    'a registration, with the token of a caller',
    'analyst',
    { process: 'metadata', path: '/registry/register', body: { subgraphs: [] } },
    { status: [401, 403] },
  ],
  [
    'a rollback of everything, with the token of a caller',
    'analyst',
    { process: 'metadata', path: '/registry/rollback', body: { to: 1 } },
    { status: [401, 403] },
  ],
  [
    'where the subgraphs run',
    'anonymous',
    { process: 'metadata', path: '/registry/subgraphs', method: 'GET' },
    { status: [401] },
  ],
  ['a watermark', 'analyst', { process: 'metadata', path: '/api/v1/watermarks', body: [] }, { status: [401, 403] }],
];

const grantRequest = `mutation { requestAccess(input: { targets: ["Customer.email"], purpose: "reporting", justification: "I would like to see it all", duration: "P1D" }) { id } }`;
const workflow: readonly (readonly [string, Attacker, AttackRequest, AttackOutcome])[] = [
  ['asking for access without a name', 'anonymous', asked(grantRequest), { status: [200, 400] }],
  [
    'agreeing to what one does not decide',
    'analyst',
    asked('mutation { decideAccess(id: "1", approve: true, reason: "mine now") { id } }'),
    { status: [200] },
  ],
  [
    'taking back what is not there',
    'analyst',
    asked('mutation { revokeGrant(id: "1", reason: "not mine") { id } }'),
    { status: [200] },
  ],
  [
    'breaking glass without the role',
    'analyst',
    asked(
      'mutation { breakGlass(input: { targets: ["Customer.email"], ticket: "INC-4711", reason: "There is no emergency" }) { id } }',
    ),
    { denied: ['Mutation.breakGlass'] },
  ],
  [
    'breaking glass without a name',
    'anonymous',
    asked(
      'mutation { breakGlass(input: { targets: ["Customer.email"], ticket: "INC-4712", reason: "There is no emergency" }) { id } }',
    ),
    { denied: ['Mutation.breakGlass'] },
  ],
  [
    'reading the audit',
    'analyst',
    asked('{ auditEvents(first: 1) { nodes { seq } } }'),
    { denied: ['Query.auditEvents'] },
  ],
  [
    'reading the audit without a name',
    'anonymous',
    asked('{ auditEvents(first: 1) { nodes { seq } } }'),
    { denied: ['Query.auditEvents'] },
  ],
];

export const attacksAroundThePolicy: readonly Attack[] = (
  [
    ['shape', shapes],
    ['planner internals', internals],
    ['inference', inferences],
    ['HTTP', http],
    ['behind the gateway', [...behind, ...registry]],
    ['workflow', workflow],
  ] as const
).flatMap(([area, rows]) => rows.map(([attempt, by, send, outcome]) => ({ area, attempt, by, send, outcome })));
