// A subgraph without Gordian's kit: graphql-js over node:http. It stands for one in any language, which has to do the same.
// Started with GATEWAY_JWKS_URL; with METADATA_URL and METADATA_TOKEN it also says how far its data reaches.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { buildASTSchema, graphql, parse } from 'graphql';
import { assertionVerifier } from './assertion.mjs';

const { GATEWAY_JWKS_URL, METADATA_URL, METADATA_TOKEN, PORT = '0' } = process.env;
const name = 'sensors';
const sdl = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

// What Apollo's federation asks of a subgraph beside its own schema.
const machinery = `
  scalar _Any
  union _Entity = Sensor
  type _Service { sdl: String! }
  extend type Query {
    _service: _Service!
    _entities(representations: [_Any!]!): [_Entity]!
  }`;
// The directives of federation are declared nowhere: they are for the registry, and graphql-js is told not to mind.
const schema = buildASTSchema(parse(sdl + machinery), { assumeValidSDL: true });

const measuredAt = '2026-02-28T12:00:00.000Z';
const sensors = new Map([
  ['T-1', { __typename: 'Sensor', id: 'T-1', unit: '°C', lastValue: 21.5, measuredAt }],
  ['T-2', { __typename: 'Sensor', id: 'T-2', unit: '°C', lastValue: null, measuredAt: null }],
]);

const rootValue = {
  _service: { sdl },
  // In the order of the representations; null for what there is not.
  _entities: ({ representations }) => representations.map(({ id }) => sensors.get(id) ?? null),
  sensor: ({ id }) => sensors.get(id) ?? null,
};

const assertionOf = assertionVerifier(GATEWAY_JWKS_URL, name);

const server = createServer(async (request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  try {
    if (request.url === '/health') return answer(200, { status: 'ok' });
    if (request.url !== '/graphql' || request.method !== 'POST') return answer(404, {});
    const body = Buffer.concat(await request.toArray()).toString();
    const { query, variables, operationName } = JSON.parse(body);
    const assertion = await assertionOf(request.headers, body, query);
    if (!assertion) return answer(401, refusal('UNAUTHENTICATED', 'This subgraph answers the gateway only.'));
    // `assertion.caller` says who asks: subject, client, scopes, roles.
    answer(200, await graphql({ schema, source: query, rootValue, variableValues: variables, operationName }));
  } catch {
    answer(400, refusal('BAD_REQUEST', 'This is not a GraphQL request.'));
  }
});

function refusal(code, message) {
  return { errors: [{ message, extensions: { code } }] };
}

/** The time of the newest thing that the product holds; again whenever that changes, and every minute though it does not. */
async function reportWatermark() {
  const { status } = await fetch(`${METADATA_URL}/api/v1/watermarks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${METADATA_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify({ product: 'sensors/sensors', eventTime: measuredAt }),
  });
  return status;
}

server.listen(Number(PORT), '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const watermark = METADATA_URL ? await reportWatermark() : null;
  process.stdout.write(`${JSON.stringify({ event: 'listening', url, watermark })}\n`);
});
