// A gateway as far as the playground can tell: its files under its content security policy, its settings, tokens of two
// personas, and a real GraphQL endpoint over a few fixed records, where the e-mail address needs a scope.

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { buildSchema, GraphQLError, graphql } from 'graphql';
import { portalFolder } from './build-portal.ts';

export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export interface PlaygroundStandIn {
  readonly url: string;
  stop(): Promise<void>;
}

export async function startPlaygroundStandIn({ demo = true, port = 0 } = {}): Promise<PlaygroundStandIn> {
  const server = createServer((request, response) => {
    answer(request, response, demo).catch((error) => {
      response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, demo: boolean): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://gateway').pathname;
  if (path === '/playground/config.json') return sendJson(response, 200, { ...settings, demo });
  if (path === '/playground/token') return sendJson(response, 200, tokenOf(String((await bodyOf(request)).persona)));
  if (path === '/graphql') return answerGraphql(request, response);
  return sendFile(response, path);
}

const personaIds = ['anonymous', 'app', 'analyst', 'steward', 'fraud-analyst'];

const labels: Record<string, string> = {
  anonymous: 'Anonymous',
  app: 'Application',
  analyst: 'Analyst',
  steward: 'Data steward',
  'fraud-analyst': 'Fraud analyst',
};

const settings = {
  endpoint: '/graphql',
  title: 'Gordian',
  personas: personaIds.map((id) => ({
    id,
    label: labels[id] ?? id,
    description: `The rights of ${id}.`,
  })),
};

/** Unsigned: the stand-in believes every token, only the real gateway judges them. */
function tokenOf(persona: string): { accessToken: string; expiresAt: string } {
  const exp = Math.floor(Date.now() / 1000) + 300;
  const scope = persona === 'steward' ? 'customers:pii:read customers:confidential:read' : 'orders:confidential:read';
  const claims = {
    sub: `${persona}@example.com`,
    roles: [persona],
    scope,
    iss: 'http://127.0.0.1:4007',
    aud: 'gordian',
    exp,
  };
  const parts = [{ alg: 'EdDSA', typ: 'at+jwt' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return { accessToken: [...parts, 'unsigned'].join('.'), expiresAt: new Date(exp * 1000).toISOString() };
}

function scopesOf(request: IncomingMessage): string[] {
  const payload = request.headers.authorization?.split('.')[1];
  return payload ? JSON.parse(Buffer.from(payload, 'base64url').toString()).scope.split(' ') : [];
}

async function answerGraphql(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { query, variables, operationName } = await bodyOf(request);
  if (request.headers.authorization?.includes('forged'))
    return sendJson(response, 401, { errors: [{ message: 'Forged.', extensions: { code: 'UNAUTHENTICATED' } }] });
  const result = await graphql({
    schema,
    source: String(query),
    variableValues: variables as Record<string, unknown>,
    operationName: operationName as string,
    rootValue,
    contextValue: { scopes: scopesOf(request), code: request.headers.authorization ? 'FORBIDDEN' : 'UNAUTHENTICATED' },
  });
  sendJson(response, 200, result);
}

interface Context {
  readonly scopes: readonly string[];
  readonly code: string;
}

const origin = (name: string, owner: string, fresh = true) => ({
  product: { name, owners: [{ name: owner }] },
  contract: { version: '1.2.0' },
  ageSeconds: fresh ? 140 : 9000,
  fresh,
  classification: 'CONFIDENTIAL',
  sources: ['postgres://customers#customers.customer#name'],
});

const order = (id: string) => ({
  id,
  placedAt: '2026-11-20T09:12:00Z',
  status: 'SHIPPED',
  total: { amount: '261.96', currency: 'USD' },
  lines: [{ quantity: 2, product: { name: 'Bush Somerset Collection Bookcase', category: { name: 'Furniture' } } }],
  payments: [
    {
      __typename: 'CardPayment',
      amount: { amount: '261.96' },
      occurredAt: '2026-11-20T09:13:00Z',
      maskedCard: needs('payments:restricted:read', 'CardPayment.maskedCard', '**** 4242'),
    },
  ],
  provenance: origin('Orders', 'Order management'),
});

const customer = {
  name: 'Claire Gute',
  segment: 'CONSUMER',
  region: 'SOUTH',
  email: needs('customers:pii:read', 'Customer.email', 'claire.gute@example.com'),
  accountManager: { name: 'Morgan Hale' },
  orders: { totalCount: 3, nodes: ['CA-2016-152156', 'CA-2017-164098', 'US-2015-123918'].map(order) },
  openTickets: [
    {
      subject: 'Bookcase arrived with a scratch',
      status: 'OPEN',
      openedAt: '2026-11-21T10:00:00Z',
      provenance: origin('Support tickets', 'Customer care', false),
    },
  ],
  profile360: {
    lifetimeValue: { amount: '785.88' },
    openTicketCount: 1,
    lastContactAt: '2026-11-21T10:00:00Z',
    riskScore: null,
    healthScore: null,
    tier: 'BRONZE',
  },
  riskScore: needs('payments:restricted:read', 'Customer.riskScore', 0.2),
  provenance: origin('Customer profile', 'Customer data'),
};

const rootValue = { customer: () => customer };

/** A field that is null with a reason for callers without the scope. */
function needs<T>(scope: string, coordinate: string, value: T) {
  return (_args: unknown, { scopes, code }: Context): T => {
    if (scopes.includes(scope)) return value;
    const reason = `Requires the scope ${scope}.`;
    throw new GraphQLError(`${coordinate} is not allowed for you.`, {
      extensions: { code, coordinate, reason, decisionId: 'd-1' },
    });
  };
}

const schema = buildSchema(/* GraphQL */ `
  type Query { customer(id: ID!): Customer }
  input OpenTicketInput { subject: String } type Mutation { openTicket(input: OpenTicketInput): Ticket }
  type Customer {
    "The full name by which we address the customer."
    name: String! segment: String! region: String! email: String accountManager: AccountManager
    orders(first: Int = 20): OrderConnection openTickets: [Ticket!] profile360: Customer360 riskScore: Float provenance: Provenance!
  }
  type AccountManager { name: String! }
  type OrderConnection { totalCount: Int! nodes: [Order!]! }
  type Order { id: ID! placedAt: String! status: String! total: Money! lines: [OrderLine!]! payments: [Transaction!] provenance: Provenance! }
  type OrderLine { quantity: Int! product: Product }
  type Product { name: String! category: Category! }
  type Category { name: String! }
  type Money { amount: String! currency: String! }
  interface Transaction { amount: Money! occurredAt: String! }
  type CardPayment implements Transaction { amount: Money! occurredAt: String! maskedCard: String }
  type Ticket { subject: String! status: String! openedAt: String! provenance: Provenance! }
  type Customer360 { lifetimeValue: Money openTicketCount: Int lastContactAt: String riskScore: Float healthScore: Float tier: String }
  type Team { name: String! }
  type DataProduct { name: String! owners: [Team!] }
  type ContractVersion { version: String! }
  type Provenance { product: DataProduct! contract: ContractVersion! ageSeconds: Float fresh: Boolean classification: String sources(only: [String!]): [String!] }
`);

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'r-1' }).end(JSON.stringify(body));
}

const mediaTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const file = normalize(path === '/' ? '/index.html' : path);
  const content = await readFile(join(portalFolder, 'dist', file)).catch(() => null);
  if (content === null) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': mediaTypes[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': contentSecurityPolicy,
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}
