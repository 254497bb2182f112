// The chunked transfer encoding of HTTP/1.1: sizes, data, trailers. Trailers are read past and dropped.
import type { BodyBuffer } from './body-buffer.ts';
import { MalformedResponse } from './malformed-response.ts';
import { splitHeader } from './response-head.ts';

const maxLineBytes = 1_024;
const maxTrailers = 100;
const framing: ReadonlySet<string> = new Set(['content-length', 'transfer-encoding']);
/** Extensions are allowed and have no meaning. */
const sizeLine = /^([\da-f]{1,8})(?:;[\w-]+(?:=[\w-]+)?)*$/i;

export class ChunkedBody {
  readonly #body: BodyBuffer;
  #expects: 'size' | 'data' | 'end of data' | 'trailer' | 'nothing' = 'size';
  #missing = 0;
  #line = '';
  #trailers = 0;

  constructor(body: BodyBuffer) {
    this.#body = body;
  }

  get isDone(): boolean {
    return this.#expects === 'nothing';
  }

  /**
   * @returns where in the chunk it stopped reading: its end, unless the body is done
   * @throws MalformedResponse
   * @throws ResponseTooLarge
   */
  feed(chunk: Buffer, start: number): number {
    let at = start;
    while (at < chunk.length && !this.isDone)
      at = this.#expects === 'data' ? this.#takeData(chunk, at) : this.#takeLine(chunk, at);
    return at;
  }

  #takeData(chunk: Buffer, at: number): number {
    const end = Math.min(chunk.length, at + this.#missing);
    this.#body.add(chunk, at, end);
    this.#missing -= end - at;
    if (this.#missing === 0) this.#expects = 'end of data';
    return end;
  }

  #takeLine(chunk: Buffer, at: number): number {
    const lineFeed = chunk.indexOf(10, at);
    const end = lineFeed < 0 ? chunk.length : lineFeed + 1;
    this.#line += chunk.toString('latin1', at, end);
    if (this.#line.length > maxLineBytes) throw new MalformedResponse('a line between chunks is too long');
    if (lineFeed < 0) return end;
    if (!this.#line.endsWith('\r\n')) throw new MalformedResponse('a line between chunks ends wrongly');
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#endLine(line);
    return end;
  }

  #endLine(line: string): void {
    if (this.#expects === 'size') {
      const size = sizeLine.exec(line)?.[1];
      if (!size) throw new MalformedResponse('the size of a chunk is malformed');
      this.#missing = Number.parseInt(size, 16);
      this.#expects = this.#missing === 0 ? 'trailer' : 'data';
    } else if (this.#expects === 'end of data') {
      if (line !== '') throw new MalformedResponse('a chunk is longer than its size');
      this.#expects = 'size';
    } else if (line === '') {
      this.#expects = 'nothing';
    } else {
      const [name] = splitHeader(line);
      if (framing.has(name)) throw new MalformedResponse('a trailer says where the body ends');
      if (++this.#trailers > maxTrailers) throw new MalformedResponse('it has too many trailers');
    }
  }
}
