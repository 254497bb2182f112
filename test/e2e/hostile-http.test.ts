// HTTP that is meant to mislead, byte by byte over a socket: each request with the status and the code that it gets.
import { connect } from 'node:net';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { personaToken } from '../support/graphql-client.ts';

const url = inject('gatewayUrl');
const tokens = new Map<string, string>();

beforeAll(async () => {
  for (const persona of ['analyst', 'steward']) tokens.set(persona, await personaToken(url, persona));
});

describe('a request that two servers could read differently', () => {
  const body = JSON.stringify({ query: '{ customer(id: "CG-12520") { email } }' });
  const bearer = (persona: string) => `authorization: Bearer ${tokens.get(persona)}`;
  const manyHeaders = Array.from({ length: 150 }, (_, n) => `x-${n}: 1`).join('\n');

  const requests: readonly [name: string, head: () => string, status: number, code: string][] = [
    ['two tokens', () => `POST /graphql\n${bearer('analyst')}\n${bearer('steward')}`, 401, 'UNAUTHENTICATED'],
    ['a token and garbage', () => `POST /graphql\n${bearer('steward')}\nauthorization: x`, 401, 'UNAUTHENTICATED'],
    [
      'a token after a hundred headers',
      () => `POST /graphql\n${manyHeaders}\n${bearer('steward')}`,
      400,
      'BAD_REQUEST',
    ],
    ['two content types', () => 'POST /graphql\ncontent-type: text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['two lengths', () => 'POST /graphql\ncontent-length: 5', 400, 'BAD_REQUEST'],
    ['a length and chunks', () => 'POST /graphql\ntransfer-encoding: chunked', 400, 'BAD_REQUEST'],
    ['a folded header', () => `POST /graphql\nauthorization: Bearer\n ${tokens.get('steward')}`, 400, 'BAD_REQUEST'],
    [
      'another charset',
      () => 'POST /graphql\ncontent-type: application/json; charset=utf-16',
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['a purpose without a token', () => 'POST /graphql\nx-purpose: reporting', 403, 'FORBIDDEN'],
    [
      'a purpose that the token does not grant',
      () => `POST /graphql\nx-purpose: fraud-prevention\n${bearer('steward')}`,
      403,
      'FORBIDDEN',
    ],
    [
      'a change of the method',
      () =>
        `GET /graphql?query=mutation{cancelOrder(id:1){id}}\ngraphql-require-preflight: 1\nx-http-method-override: POST`,
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['a file by POST', () => 'POST /index.html', 405, 'METHOD_NOT_ALLOWED'],
    ['a file above the folder', () => 'GET /..%2f..%2fpackage.json', 400, 'BAD_REQUEST'],
    ['a file above the folder, by backslashes', () => 'GET /..\\..\\package.json', 400, 'BAD_REQUEST'],
    ['a file with a NUL', () => 'GET /index.html%00.js', 404, 'NOT_FOUND'],
    ['a persona under a name that is not the gateway', () => 'POST /playground/token', 403, 'ORIGIN_NOT_ALLOWED'],
  ];

  test.each(requests)('%s', async (_, head, status, code) => {
    const answer = await sendRaw(head(), body);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).not.toContain('claire.gute');
  });
});

/** @param head the first line without its version, and headers that come on top */
function sendRaw(head: string, body: string): Promise<string> {
  const [line, ...headers] = head.split('\n');
  const all = [
    `${line} HTTP/1.1`,
    'host: gateway',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...headers,
    'connection: close',
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let received = '';
    socket.on('data', (chunk) => {
      received += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
    socket.write(`${all.join('\r\n')}\r\n\r\n${body}`);
  });
}
