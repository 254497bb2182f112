// Tokens of demo personas, which the gateway fetches from its demo identity provider: POST /playground/token.

import type { Persona } from '../portal-config.ts';

const ANONYMOUS = 'anonymous';

/** The token of a persona; null for the anonymous one. Throws an Error for the viewer when there is none to be had. */
export async function requestPersonaToken(persona: Persona): Promise<string | null> {
  if (persona.id === ANONYMOUS) return null;
  const response = await postForToken(persona).catch(() => null);
  if (!response)
    throw new Error(`Could not become ${persona.label}: the gateway does not answer. Start it with "npm start".`);
  if (!response.ok)
    throw new Error(`Could not become ${persona.label}: the identity provider answered ${response.status}.`);
  const { accessToken } = (await response.json()) as { accessToken: string };
  return accessToken;
}

function postForToken(persona: Persona): Promise<Response> {
  return fetch('/playground/token', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ persona: persona.id }),
  });
}
