// The head of a request to a subgraph. Nothing that comes from a client can end a line of it or change where the body ends.

/** No encodings are accepted, so a small answer cannot unfold into a large one. */
const fixedHeaders = 'content-type: application/json\r\naccept: application/json\r\naccept-encoding: identity\r\n';

export function requestHeadStart({ pathname, search, host }: URL): string {
  return `POST ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n${fixedHeaders}`;
}

/** @returns null when a header may not be sent */
export function requestHead(start: string, headers: Readonly<Record<string, string>>, body: string): string | null {
  let head = start;
  for (const name in headers) {
    const value = headers[name]!;
    if (!allowedName.test(name) || reserved.has(name) || !allowedValue.test(value)) return null;
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
}

const allowedName = /^[a-z\d!#$%&'*+.^_`|~-]+$/;
/** Visible Latin-1, spaces and tabs. */
const allowedValue = /^[\t\x20-\x7e\x80-\xff]*$/;
/** Those that frame the message or belong to this connection. */
const reserved: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'content-type',
  'content-encoding',
  'transfer-encoding',
  'accept',
  'accept-encoding',
  'expect',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
]);
