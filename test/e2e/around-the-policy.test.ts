// Every attempt of test/attacks/around-the-policy.ts against the whole system. Whatever an answer is, it holds nothing that only a
// steward may read; and when all is done, neither do the logs.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildClientSchema, getIntrospectionQuery, parse, validate } from 'graphql';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import {
  type Attack,
  type Attacker,
  type AttackOutcome,
  attacksAroundThePolicy,
} from '../attacks/around-the-policy.ts';
import { createDice } from '../support/federation/dice.ts';
import { randomOperation } from '../support/federation/random-operation.ts';
import { randomVariables } from '../support/federation/random-values.ts';
import { type ClientAnswer, personaToken } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');
const processes = inject('processUrls');
const tokens = new Map<Attacker | 'steward', string>();
let secrets: readonly string[] = [];

beforeAll(async () => {
  for (const persona of ['app', 'analyst', 'fraud-analyst', 'steward'] as const)
    tokens.set(persona, await personaToken(url, persona));
  const query =
    '{ customers(first: 100) { nodes { email phone dateOfBirth address { street postalCode } accountManager { email } } } }';
  const { body } = await ask('steward', { query });
  secrets = [...new Set(textsIn(body.data))].filter((text) => text.length > 5);
  expect(secrets.length).toBeGreaterThan(300);
});

test.each(
  attacksAroundThePolicy.map((attack) => [`${attack.area}: ${attack.attempt} (${attack.by})`, attack] as const),
)('%s', async (_, attack) => {
  const { status, text } = await send(attack);
  expectNothingTold(text);
  expectOutcome(attack.outcome, status, text);
});

describe('one operation, several callers', () => {
  const seen: readonly (readonly [Attacker | 'steward', string | null])[] = [
    ['steward', 'claire.gute@example.com'],
    ['analyst', null],
    ['app', 'c***@example.com'],
    ['fraud-analyst', 'c***@example.com'],
  ];
  const query = 'query Cached { customer(id: "CG-12520") { email } }';
  const persisted = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };

  test.each([
    ['the one who sees most first', seen],
    ['the one who sees least first', seen.toReversed()],
  ])('%s, by hash and at once: each is shown what is theirs', async (_, order) => {
    await ask('steward', { query, extensions: persisted });
    const rounds = [...order, ...order, ...order];
    const answers = await Promise.all(rounds.map(([caller]) => ask(caller, { extensions: persisted })));
    answers.forEach(({ body, cacheControl }, index) => {
      expect(body.data.customer.email).toBe(rounds[index]![1]);
      expect(cacheControl).not.toMatch(/public/);
    });
  });

  test('what is deferred is denied in its part', async () => {
    const deferred = { query: '{ customer(id: "CG-12520") { name ... @defer { email phone } } }' };
    const { text } = await post('analyst', deferred, { accept: 'multipart/mixed; incrementalSpec=v0.2' });
    expectNothingTold(text);
    expect(text.match(/FORBIDDEN/g)).toHaveLength(2);
  });

  test('nobody agrees to their own request', async () => {
    const input = {
      targets: ['Customer.email'],
      purpose: 'reporting',
      justification: 'I would like to.',
      duration: 'P1D',
    };
    const request = 'mutation ($input: AccessRequestInput!) { requestAccess(input: $input) { id state } }';
    const { body } = await ask('analyst', { query: request, variables: { input } });
    const { id } = body.data.requestAccess;
    const decide =
      'mutation ($id: ID!) { decideAccess(id: $id, approve: true, reason: "Because I say so.") { state } }';
    const decided = await ask('analyst', { query: decide, variables: { id } });
    expect(['NOT_FOUND', 'SELF_APPROVAL', 'NOT_AN_APPROVER', 'FORBIDDEN']).toContain(
      decided.body.errors[0].extensions.code,
    );
    expect((await ask('analyst', { query })).body.data.customer.email).toBeNull();
  });
});

const operations = 120;

test.each([
  'anonymous',
  'app',
  'analyst',
  'fraud-analyst',
] as const)('random operations over the whole graph show %s nothing that is a steward’s', {
  timeout: 240_000,
}, async (persona) => {
  const { body } = await ask('steward', { query: getIntrospectionQuery() });
  const schema = buildClientSchema(body.data);
  let answered = 0;
  for (let number = 0; number < operations; number++) {
    const dice = createDice(`canary ${number}`);
    const text = randomOperation(schema, dice, { maxDepth: 5, maxFields: 25 });
    if (text.startsWith('mutation') || validate(schema, parse(text)).length > 0) continue;
    const query = text.replaceAll(/"(T0:1|Customer:2)"/g, '"CG-12520"');
    const { text: answer } = await post(persona, { query, variables: randomVariables(schema, text, dice) });
    expect(secretsIn(answer), query).toEqual([]);
    if (answer.startsWith('{"data":{')) answered++;
  }
  // Of what is random, few arguments are sound.
  expect(answered).toBeGreaterThan(5);
});

test('no line of a log holds what only a steward may read, nor a token', () => {
  const folder = inject('logDirectory');
  const sought = [...secrets, ...tokens.values()];
  for (const name of readdirSync(folder)) {
    const log = readFileSync(join(folder, name), 'utf8');
    expect(
      sought.filter((secret) => log.includes(secret)),
      name,
    ).toEqual([]);
  }
});

async function send({ by, send: { process, path = '/graphql', method = 'POST', headers, body } }: Attack) {
  const parameters = method === 'GET' && body ? `?${new URLSearchParams(body as Record<string, string>)}` : '';
  const response = await fetch(`${process === undefined ? url : processes[process]}${path}${parameters}`, {
    method,
    headers: { ...headersOf(by), ...(method === 'GET' && { 'apollo-require-preflight': '1' }), ...headers },
    ...(method === 'POST' && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}

function headersOf(caller: Attacker | 'steward'): Record<string, string> {
  const token = tokens.get(caller);
  return { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
}

async function post(caller: Attacker | 'steward', request: object, headers: Readonly<Record<string, string>> = {}) {
  const options = { method: 'POST', headers: { ...headersOf(caller), ...headers }, body: JSON.stringify(request) };
  const response = await fetch(`${url}/graphql`, options);
  return { text: await response.text(), cacheControl: response.headers.get('cache-control') };
}

async function ask(caller: Attacker | 'steward', request: object) {
  const { text, cacheControl } = await post(caller, request);
  return { body: JSON.parse(text) as ClientAnswer['body'], cacheControl };
}

function expectOutcome(outcome: AttackOutcome, status: number, text: string): void {
  if ('status' in outcome) {
    expect(outcome.status).toContain(status);
    return;
  }
  const { data = null, errors = [] } = JSON.parse(text) as ClientAnswer['body'];
  if ('data' in outcome) expect({ data, errors }).toEqual({ data: outcome.data, errors: [] });
  else if ('code' in outcome)
    expect({ data, code: errors[0]?.extensions.code }).toEqual({ data: null, code: outcome.code });
  else expect(deniedIn(errors)).toEqual([...outcome.denied].sort());
}

function deniedIn(errors: ClientAnswer['body'][]): string[] {
  return [...new Set(errors.map(({ extensions }) => extensions.coordinate))].sort();
}

function expectNothingTold(text: string): void {
  expect(secretsIn(text)).toEqual([]);
  expect(text).not.toMatch(/node_modules|\.ts:\d+|Did you mean|select .* from/i);
}

function secretsIn(text: string): string[] {
  return secrets.filter((secret) => text.includes(secret));
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
