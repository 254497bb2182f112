// What a persona of the demo gets from the gateway of the end-to-end tests, without a page: to see what a page has changed.
import { request } from 'undici';
import { inject } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for.
export async function askAs(persona: string, query: string): Promise<any> {
  const { body } = await request(new URL('/graphql', inject('gatewayUrl')), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(persona)}` },
    body: JSON.stringify({ query }),
  });
  return ((await body.json()) as { data: unknown }).data;
}

export async function tokenOf(persona: string): Promise<string> {
  const { body } = await request(new URL('/playground/token', inject('gatewayUrl')), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  return ((await body.json()) as { accessToken: string }).accessToken;
}
