// Who asks, as the gateway says it: an EdDSA JWT in `authorization`, good for one subgraph, some seconds and one operation. Whatever
// is wrong with it, the answer is the same: who probes learns nothing.
import { createHash, createPublicKey, verify } from 'node:crypto';

const toleranceSeconds = 5;

/**
 * @param {string} jwksUrl of the gateway: <gateway>/.well-known/jwks.json
 * @param {string} subgraph the name under which this subgraph is registered
 * @returns a function of the headers, the body and the document of a request; it gives the claims, or null for a stranger
 */
export function assertionVerifier(jwksUrl, subgraph) {
  let keys = [];
  const keyOf = async (kid) => {
    const known = keys.find((key) => key.kid === kid);
    if (known) return known;
    // A key that we do not know: the gateway has a new one, or somebody tries. Limit how often you ask in production.
    keys = (await (await fetch(jwksUrl)).json()).keys;
    return keys.find((key) => key.kid === kid);
  };

  return async ({ authorization = '' }, body, document) => {
    const [, head, payload, signature] = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(authorization) ?? [];
    if (!signature) return null;
    const { alg, typ, kid } = decoded(head);
    if (alg !== 'EdDSA' || typ !== 'gordian-assertion+jwt') return null;
    const key = await keyOf(kid);
    if (!key) return null;
    const signed = Buffer.from(`${head}.${payload}`);
    const isGenuine = verify(
      null,
      signed,
      createPublicKey({ key, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    );
    const claims = decoded(payload);
    return isGenuine && isFor(claims, subgraph) && isBound(claims, body, document) ? claims : null;
  };
}

function isFor({ iss, aud, exp }, subgraph) {
  return iss === 'gordian-gateway' && aud === subgraph && exp > Date.now() / 1_000 - toleranceSeconds;
}

/** To this document with whatever variables, or to this very request. */
function isBound({ operation: { kind, digest } }, body, document) {
  const bound = kind === 'document' ? document : body;
  return createHash('sha256').update(bound).digest('base64url') === digest;
}

function decoded(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
