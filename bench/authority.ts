// What a gateway with a policy needs around it: an identity provider and a registry, both of this process. The registry gives
// one artefact, to anyone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JWTPayload } from 'jose';
import { createTokenIssuer } from '../cli/demo-identity/token-issuer.ts';
import type { SupergraphArtefact } from '../schema/artefact.ts';

export interface Authority {
  /** For the configuration of a gateway: where its artefact comes from, and whose tokens it takes. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly environment: Readonly<Record<string, string>>;
  issue(claims: JWTPayload): Promise<string>;
  close(): void;
}

const audience = 'gordian';
const lifetimeSeconds = 3_600;

export async function startAuthority(artefact: SupergraphArtefact): Promise<Authority> {
  const { issue, jwks } = await createTokenIssuer({ audience, lifetimeSeconds });
  const answers: Readonly<Record<string, () => unknown>> = {
    '/jwks': () => jwks,
    '/token': () => ({ access_token: 'anyone', token_type: 'Bearer', expires_in: lifetimeSeconds }),
    '/registry/supergraph': () => artefact,
    // Takes every record of an audit, and keeps none.
    '/audit/events': () => ({ head: { seq: 0, hash: '' }, isHeadKnown: true }),
    '/usage/reports': () => ({ receipt: 'counted' }),
  };
  const server = createServer((request, response) => {
    request.resume();
    const isKnown = request.headers['if-none-match'] === `"${artefact.id}"`;
    const answer = answers[request.url!.replace(/\?.*/, '')];
    response.writeHead(answer ? (isKnown ? 304 : 200) : 404, { 'content-type': 'application/json' });
    response.end(answer && !isKnown ? JSON.stringify(answer()) : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      supergraph: { kind: 'registry', url },
      service: { tokenUrl: `${url}/token`, clientId: 'bench' },
      authentication: { issuers: [{ issuer: url, audience, jwksUrl: `${url}/jwks` }] },
    },
    environment: { GORDIAN_CLIENT_SECRET: 'bench' },
    issue: (claims) => issue({ ...claims, iss: url }),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
