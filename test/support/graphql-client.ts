// A GraphQL client as small as a client can be, for end-to-end tests.
export interface ClientAnswer {
  readonly status: number;
  readonly data: Record<string, never> | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of any shape
  readonly body: any;
}

/** Sends an operation over real HTTP; `token` as bearer when given. */
export async function sendOperation(
  url: string,
  query: string,
  { token, variables, purpose }: { token?: string; variables?: object; purpose?: string } = {},
): Promise<ClientAnswer> {
  return sendBody(url, JSON.stringify({ query, variables }), {
    ...(token && { authorization: `Bearer ${token}` }),
    ...(purpose && { 'x-purpose': purpose }),
  });
}

export async function sendBody(url: string, body: string, headers: Record<string, string> = {}): Promise<ClientAnswer> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const answer = (await response.json()) as ClientAnswer['body'];
  return { status: response.status, data: answer.data ?? null, body: answer };
}

/** The code of the first error of an answer. */
export async function codeOf(response: Response): Promise<string> {
  return ((await response.json()) as ClientAnswer['body']).errors[0].extensions.code;
}

/** A token of a demo persona, from the gateway's own route. */
export async function personaToken(url: string, persona: string): Promise<string> {
  const response = await fetch(`${url}/playground/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ persona }),
  });
  if (!response.ok) throw new Error(`No token for ${persona}: ${await response.text()}`);
  return ((await response.json()) as { accessToken: string }).accessToken;
}
