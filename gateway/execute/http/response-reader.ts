// Reads one HTTP/1.1 response from the bytes of a connection, however they are cut. Nearly every answer comes whole in one
// piece with its length, and then nothing is copied.
import { BodyBuffer } from './body-buffer.ts';
import { ChunkedBody } from './chunked-body.ts';
import { MalformedResponse, ResponseTooLarge } from './malformed-response.ts';
import { parseResponseHead, type ResponseHead } from './response-head.ts';

export interface HttpResponse {
  readonly head: ResponseHead;
  readonly body: Buffer;
  /** Whether the connection can be used again. */
  readonly leavesConnection: boolean;
}

const maxHeadBytes = 16 * 1024;
/** Room for a body of unknown length. */
const usualBytes = 16 * 1024;
const endOfHead = '\r\n\r\n';
const noBody = Buffer.alloc(0);

export class ResponseReader {
  readonly #maxBytes: number;
  #hasBegun = false;
  #received: Buffer | null = null;
  #informationBytes = 0;
  #head: ResponseHead | null = null;
  #body: BodyBuffer | null = null;
  #chunks: ChunkedBody | null = null;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether any byte arrived. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /**
   * @param chunk not kept
   * @returns the response once it is whole
   * @throws MalformedResponse
   * @throws ResponseTooLarge
   */
  feed(chunk: Buffer): HttpResponse | null {
    if (this.#head) return this.#feedBody(this.#head, chunk, 0);
    const received = this.#received ? Buffer.concat([this.#received, chunk]) : chunk;
    const end = received.indexOf(endOfHead);
    if (this.#informationBytes + (end < 0 ? received.length : end) > maxHeadBytes)
      throw new MalformedResponse(`its headers are larger than ${maxHeadBytes} bytes`);
    this.#hasBegun = true;
    if (end >= 0) return this.#takeHead(received, end);
    if (!startsLikeHttp(received)) throw new MalformedResponse('it does not begin like HTTP/1.1');
    // The caller uses its buffer again.
    this.#received = received === chunk ? Buffer.from(chunk) : received;
    return null;
  }

  /** The server has ended the connection. @returns the response if that is how it ends */
  end(): HttpResponse | null {
    const isOpenEnded = this.#head && this.#body && !this.#chunks && this.#head.contentLength === null;
    return isOpenEnded ? this.#response(this.#head!, this.#body!.bytes(), false) : null;
  }

  #takeHead(received: Buffer, end: number): HttpResponse | null {
    const head = parseResponseHead(received.toString('latin1', 0, end));
    const bodyStart = end + endOfHead.length;
    if (head.status < 200) return this.#passInformation(head, received, bodyStart);
    this.#head = head;
    const { contentLength } = head;
    if (head.status === 204 || head.status === 304) {
      if (contentLength || head.isChunked) throw new MalformedResponse(`status ${head.status} with a body`);
      return this.#response(head, noBody, received.length === bodyStart);
    }
    if (contentLength !== null && contentLength > this.#maxBytes)
      throw new ResponseTooLarge(`more than ${this.#maxBytes} bytes (execution.responseBytes)`);
    if (contentLength !== null && received.length - bodyStart >= contentLength) {
      const bodyEnd = bodyStart + contentLength;
      const body = Buffer.from(received.subarray(bodyStart, bodyEnd));
      return this.#response(head, body, received.length === bodyEnd);
    }
    this.#body = new BodyBuffer(this.#maxBytes, contentLength ?? usualBytes);
    if (head.isChunked) this.#chunks = new ChunkedBody(this.#body);
    return this.#feedBody(head, received, bodyStart);
  }

  /** "Early Hints" and the like, before the response itself. */
  #passInformation(head: ResponseHead, received: Buffer, end: number): HttpResponse | null {
    if (head.status < 102 || !head.keepsAlive)
      throw new MalformedResponse(`status ${head.status}, which nobody asked for`);
    this.#informationBytes += end;
    this.#received = null;
    return end < received.length ? this.feed(received.subarray(end)) : null;
  }

  #feedBody(head: ResponseHead, chunk: Buffer, start: number): HttpResponse | null {
    const body = this.#body!;
    if (this.#chunks) {
      const end = this.#chunks.feed(chunk, start);
      return this.#chunks.isDone ? this.#response(head, body.bytes(), end === chunk.length) : null;
    }
    if (head.contentLength === null) {
      body.add(chunk, start, chunk.length);
      return null;
    }
    const end = Math.min(chunk.length, start + head.contentLength - body.length);
    body.add(chunk, start, end);
    return body.length === head.contentLength ? this.#response(head, body.bytes(), end === chunk.length) : null;
  }

  /** @param isExact nothing came after it; a server that sends more than it was asked is not to be trusted with another request */
  #response(head: ResponseHead, body: Buffer, isExact: boolean): HttpResponse {
    return { head, body, leavesConnection: head.keepsAlive && isExact };
  }
}

/** Who does not speak HTTP is not waited for. */
function startsLikeHttp(received: Buffer): boolean {
  return 'HTTP/1.'.startsWith(received.toString('latin1', 0, 'HTTP/1.'.length));
}
