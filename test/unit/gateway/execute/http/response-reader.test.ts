// Responses as bytes: whole, cut anywhere, and everything that is not to be understood.
import { describe, expect, test } from 'vitest';
import { MalformedResponse, ResponseTooLarge } from '../../../../../gateway/execute/http/malformed-response.ts';
import { type HttpResponse, ResponseReader } from '../../../../../gateway/execute/http/response-reader.ts';

const limit = 1_000;

interface Reading {
  readonly response: HttpResponse | null;
  /** Of the bytes given. */
  readonly pieces: number;
}

/** @param cut how many bytes at a time; the buffer is overwritten after each piece, as that of a socket is */
function read(text: string, cut: number): Reading {
  const bytes = Buffer.from(text, 'latin1');
  const reader = new ResponseReader(limit);
  for (let at = 0, pieces = 1; at < bytes.length; at += cut, pieces++) {
    const piece = Buffer.from(bytes.subarray(at, at + cut));
    const response = reader.feed(piece);
    piece.fill('!');
    if (response) return { response, pieces };
  }
  return { response: reader.end(), pieces: Number.POSITIVE_INFINITY };
}

/** What a caller reads of it. */
const told = (reading: Reading) =>
  reading.response && {
    text: reading.response.body.toString('utf8'),
    bytes: reading.response.body.length,
    leavesConnection: reading.response.leavesConnection,
  };

const utf8 = (text: string) => Buffer.from(text).toString('latin1');

describe('a response is the same however it is cut', () => {
  const responses: readonly [name: string, text: string, expected: object][] = [
    [
      'with a length',
      'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{"a": 1}',
      { text: '{"a": 1}', bytes: 8, leavesConnection: true },
    ],
    ['of no bytes', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', { text: '', bytes: 0, leavesConnection: true }],
    [
      'with letters of several bytes',
      `HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n${utf8('é€😀')}`,
      { text: 'é€😀', bytes: 9 },
    ],
    [
      'in chunks',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{"\r\n1;name=x;y\r\na\r\nA\r\n": "${utf8('é')}"}  \r\n0\r\n\r\n`,
      { text: '{"a": "é"}  ', leavesConnection: true },
    ],
    [
      'in chunks, with trailers',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n1\r\nx\r\n000\r\ndigest: y\r\n\r\n',
      { text: 'x', leavesConnection: true },
    ],
    ['until the connection ends', 'HTTP/1.1 200 OK\r\n\r\nall of it', { text: 'all of it', leavesConnection: false }],
    ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 1\r\n\r\nx', { text: 'x', leavesConnection: false }],
    [
      'that closes',
      'HTTP/1.1 200 OK\r\nconnection: x, Close\r\ncontent-length: 1\r\n\r\nx',
      { text: 'x', leavesConnection: false },
    ],
    ['without a body', 'HTTP/1.1 204 No Content\r\n\r\n', { text: '', bytes: 0, leavesConnection: true }],
    ['without a reason', 'HTTP/1.1 503\r\ncontent-length: 0\r\n\r\n', { text: '', bytes: 0 }],
    [
      'after others that only inform',
      'HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx',
      { text: 'x', leavesConnection: true },
    ],
  ];

  test.each(responses)('%s', (_, text, expected) => {
    for (let cut = 1; cut <= text.length; cut++) expect(told(read(text, cut))).toMatchObject(expected);
  });

  test('it ends with its last byte, not later', () => {
    for (const [, text] of responses.filter(([name]) => name !== 'until the connection ends'))
      expect(read(text, 1).pieces).toBe(text.length);
  });

  test('what the caller needs of its head is read', () => {
    const head =
      'content-type: application/json; charset=utf-8\r\nKEEP-ALIVE: timeout=5, max=10\r\nContent-Encoding:  br \r\ncontent-length:0';
    expect(read(`HTTP/1.1 429 Slow\r\n${head}\r\n\r\n`, 7).response?.head).toEqual({
      status: 429,
      contentLength: 0,
      isChunked: false,
      keepsAlive: true,
      keepAliveSeconds: 5,
      contentType: 'application/json; charset=utf-8',
      contentEncoding: 'br',
    });
  });
});

describe('a connection is not used again', () => {
  test.each([
    ['when more bytes came than the response has', 'content-length: 1\r\n\r\nxy'],
    ['when a second response came', 'content-length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n'],
    ['when bytes follow the last chunk', 'transfer-encoding: chunked\r\n\r\n0\r\n\r\n '],
  ])('%s', (_, rest) => {
    expect(read(`HTTP/1.1 200 OK\r\n${rest}`, 1_000).response).toMatchObject({ leavesConnection: false });
  });
});

describe('what two readers could understand differently is refused', () => {
  test.each([
    ['something else', 'SSH-2.0-OpenSSH\r\n\r\n'],
    ['something else that does not end', 'SSH'],
    ['another version', 'HTTP/2 200 OK\r\n\r\n'],
    ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
    ['a status that runs on', 'HTTP/1.1 2000 OK\r\n\r\n'],
    ['a permission that nobody asked for', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['a change of protocol', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
    ['a length and chunks', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 1\r\n\r\n'],
    ['a list of lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1, 1\r\n\r\n'],
    ['a length with a sign', 'HTTP/1.1 200 OK\r\ncontent-length: +1\r\n\r\n'],
    ['a length in hexadecimal', 'HTTP/1.1 200 OK\r\ncontent-length: 0x1\r\n\r\n'],
    ['another transfer encoding', 'HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n'],
    ['chunked twice', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['a space before the colon', 'HTTP/1.1 200 OK\r\ncontent-length : 1\r\n\r\n'],
    ['a folded header', 'HTTP/1.1 200 OK\r\nx: 1\r\n y\r\n\r\n'],
    ['a header without a name', 'HTTP/1.1 200 OK\r\n: 1\r\n\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\ncontent-length\r\n\r\n'],
    ['half a line break', 'HTTP/1.1 200 OK\r\nx: 1\ncontent-length: 5\r\n\r\n'],
    ['a NUL', 'HTTP/1.1 200 OK\r\nx: \0\r\n\r\n'],
    ['too large a head', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(17_000)}\r\n\r\n`],
    ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(17_000)}`],
    ['information without end', `HTTP/1.1 103 Early Hints\r\nx: ${'x'.repeat(100)}\r\n\r\n`.repeat(200)],
    ['a chunk without a size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n\r\n'],
    ['a negative chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n-1\r\n'],
    ['a chunk of endless size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nfffffffff\r\n'],
    ['a chunk longer than its size', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nxy\r\n'],
    ['a chunk with half a line break', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\nx\r\n'],
    [
      'an extension without end',
      `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(2_000)}\r\nx\r\n`,
    ],
    ['trailers without end', `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(200)}\r\n`],
  ])('%s', (_, text) => {
    for (const cut of [1, 3, text.length]) expect(() => read(text, cut)).toThrow(MalformedResponse);
  });
});

describe('a body larger than the limit is not read', () => {
  test.each([
    ['by its length, at once', `content-length: ${limit + 1}\r\n\r\n`],
    ['in chunks', `transfer-encoding: chunked\r\n\r\n64\r\n${'x'.repeat(100)}\r\n3e8\r\n${'x'.repeat(901)}`],
    ['until the connection ends', `\r\n${'x'.repeat(limit + 1)}`],
  ])('%s', (_, rest) => {
    for (const cut of [1, 100, 10_000]) expect(() => read(`HTTP/1.1 200 OK\r\n${rest}`, cut)).toThrow(ResponseTooLarge);
  });

  test('the limit itself is allowed', () => {
    expect(
      read(`HTTP/1.1 200 OK\r\ncontent-length: ${limit}\r\n\r\n${'x'.repeat(limit)}`, 9).response?.body.length,
    ).toBe(limit);
  });
});

test('a response that breaks off is none', () => {
  for (const text of [
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nx',
    'HTTP/1.1 200 OK\r\n',
    'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n',
  ])
    expect(read(text, 5).response).toBeNull();
});
