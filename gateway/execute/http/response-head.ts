// The head of an HTTP/1.1 response, read strictly: what two readers could understand differently is refused.
import { MalformedResponse } from './malformed-response.ts';

export interface ResponseHead {
  readonly status: number;
  /** Null: the body is chunked, or ends with the connection. */
  readonly contentLength: number | null;
  readonly isChunked: boolean;
  /** Whether the connection may carry another request. */
  readonly keepsAlive: boolean;
  /** How long the server keeps an idle connection, if it says so. */
  readonly keepAliveSeconds: number | null;
  readonly contentType: string | null;
  readonly contentEncoding: string | null;
}

const statusLine = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: |$)/;
const headerName = /^[\w!#$%&'*+.^`|~-]+$/;
/** Control characters: half a line break, a NUL. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden = /[\x00-\x08\x0a-\x1f\x7f]/;

/**
 * @param text up to the empty line, without it
 * @throws MalformedResponse
 */
export function parseResponseHead(text: string): ResponseHead {
  const lines = text.split('\r\n');
  const [, minor, status] = statusLine.exec(lines[0]!) ?? [];
  if (!status || forbidden.test(lines[0]!))
    throw new MalformedResponse('the first line is not a status line of HTTP/1.1');
  const head: { -readonly [key in keyof ResponseHead]: ResponseHead[key] } = {
    status: Number(status),
    contentLength: null,
    isChunked: false,
    keepsAlive: minor === '1',
    keepAliveSeconds: null,
    contentType: null,
    contentEncoding: null,
  };
  for (let index = 1; index < lines.length; index++) readHeader(lines[index]!, head);
  if (head.isChunked && head.contentLength !== null) throw new MalformedResponse('it has a length and chunks');
  return head;
}

function readHeader(line: string, head: { -readonly [key in keyof ResponseHead]: ResponseHead[key] }): void {
  const [name, value] = splitHeader(line);
  switch (name) {
    case 'content-length':
      if (head.contentLength !== null || !/^\d{1,15}$/.test(value))
        throw new MalformedResponse('its length is malformed');
      head.contentLength = Number(value);
      return;
    case 'transfer-encoding':
      if (head.isChunked || value.toLowerCase() !== 'chunked')
        throw new MalformedResponse('its transfer encoding is not known');
      head.isChunked = true;
      return;
    case 'connection':
      if (/(^|,)\s*close\s*(,|$)/i.test(value)) head.keepsAlive = false;
      return;
    case 'keep-alive':
      head.keepAliveSeconds = Number(/timeout=(\d{1,6})/i.exec(value)?.[1] ?? Number.NaN);
      if (Number.isNaN(head.keepAliveSeconds)) head.keepAliveSeconds = null;
      return;
    case 'content-type':
      head.contentType = head.contentType === null ? value : `${head.contentType}, ${value}`;
      return;
    case 'content-encoding':
      head.contentEncoding = head.contentEncoding === null ? value : `${head.contentEncoding}, ${value}`;
  }
}

/**
 * @returns the name in lower case, and the value
 * @throws MalformedResponse
 */
export function splitHeader(line: string): readonly [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
  if (!headerName.test(name) || forbidden.test(line)) throw new MalformedResponse('a header is malformed');
  return [name, line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')];
}
