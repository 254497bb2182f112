// Several operations in one request: off, and where it is allowed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type HttpStub, startHttpStub } from '../../support/http-stub.ts';
import { composeSmall } from '../../support/small-supergraph.ts';
import { type StandaloneGateway, startStandaloneGateway } from '../../support/standalone-gateway.ts';

let subgraph: HttpStub;
let supergraph: string;
let gateway: StandaloneGateway;
let stock = 0;
/** What the subgraph did, in order. */
const log: string[] = [];

beforeAll(async () => {
  subgraph = await startHttpStub(async ({ body }) => {
    const isMutation = /mutation/.test(body);
    // A later query would overtake a mutation that takes its time.
    if (isMutation) await new Promise((resolve) => setTimeout(resolve, 50));
    if (isMutation) stock++;
    log.push(isMutation ? 'mutation' : 'query');
    return { status: 200, body: { data: isMutation ? { add: stock } : { stock } } };
  });
  supergraph = composeSmall({
    small: {
      sdl: 'type Query { stock: Int } type Mutation { add: Int } type Subscription { stock: Int }',
      url: subgraph.url,
    },
  });
  gateway = await startStandaloneGateway(supergraph, { limits: { batchSize: 4, bodyBytes: 1_000 } });
});

beforeEach(() => {
  stock = 0;
  log.length = 0;
});

afterAll(async () => {
  await gateway.close();
  await subgraph.close();
});

test('a batch is refused, and the setting named, while batches are off', async () => {
  const strict = await startStandaloneGateway(supergraph);
  expect(await ask([{ query: '{ stock }' }], strict)).toMatchObject({
    status: 400,
    body: {
      errors: [
        {
          message: 'Batches are off (setting limits.batchSize: 0). Send one operation per request.',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    },
  });
  await strict.close();
});

describe('a batch', () => {
  test('is answered by a list in its order, each answer as if it had come alone', async () => {
    const { status, body } = await ask([
      { query: '{ a: stock }' },
      { query: '{ nothing }' },
      { query: 'query ($x: Boolean!) { stock @include(if: $x) }' },
      { query: '{ b: __typename }' },
    ]);
    expect(status).toBe(200);
    expect(body).toEqual([
      { data: { a: 0 } },
      {
        errors: [
          expect.objectContaining({ extensions: expect.objectContaining({ code: 'GRAPHQL_VALIDATION_FAILED' }) }),
        ],
      },
      { errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }) })] },
      { data: { b: 'Query' } },
    ]);
  });

  test('tells apart what is reported of its operations', async () => {
    const { headers, body } = await ask([{ query: '{ nothing }' }, { query: '{ nothing }' }]);
    const ids = (body as { errors: { extensions: { requestId: string } }[] }[]).map(
      ({ errors }) => errors[0]!.extensions.requestId,
    );
    const requestId = headers.get('x-request-id');
    expect(ids).toEqual([`${requestId}.0`, `${requestId}.1`]);
  });

  test('runs in order when one of its operations is a mutation', async () => {
    const { body } = await ask([{ query: 'mutation { add }' }, { query: '{ stock }' }, { query: 'mutation { add }' }]);
    expect(body).toEqual([{ data: { add: 1 } }, { data: { stock: 1 } }, { data: { add: 2 } }]);
    expect(log).toEqual(['mutation', 'query', 'mutation']);
  });

  test('may hold no subscription', async () => {
    const { body } = await ask([{ query: 'subscription { stock }' }, { query: '{ stock }' }]);
    expect(body).toMatchObject([{ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }, { data: { stock: 0 } }]);
  });

  test('is only as bad as each of its operations', async () => {
    expect((await ask([null, 1, { query: '' }, { query: '{ stock }' }])).body).toMatchObject([
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
      { data: { stock: 0 } },
    ]);
  });

  test.each([
    ['is empty', [], /empty/],
    [
      'has too many operations',
      Array(5).fill({ query: '{ stock }' }),
      /has 5 operations; at most 4 .*limits\.batchSize/,
    ],
  ])('that %s is refused whole', async (_what, operations, message) => {
    const { status, body } = await ask(operations);
    expect(status).toBe(400);
    expect(body).toMatchObject({ errors: [{ message: expect.stringMatching(message) }] });
    expect(log).toEqual([]);
  });

  test('is held to the limit of a body as a whole', async () => {
    const padded = { query: `{ stock } # ${'x'.repeat(400)}` };
    expect((await ask([padded, padded])).status).toBe(200);
    expect((await ask([padded, padded, padded])).status).toBe(413);
  });
});

async function ask(body: unknown, { url } = gateway) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
}
