// Collects the bytes of a body up to a limit. They are copied: a thousand tiny pieces would otherwise hold on to the large
// buffers that they came in.
import { ResponseTooLarge } from './malformed-response.ts';

const maxFirstCapacity = 1024 * 1024;

export class BodyBuffer {
  readonly #maxBytes: number;
  #bytes: Buffer;
  #length = 0;

  /** @param expectedBytes what the server says will come; believed up to a megabyte */
  constructor(maxBytes: number, expectedBytes: number) {
    this.#maxBytes = maxBytes;
    this.#bytes = Buffer.allocUnsafe(Math.min(expectedBytes, maxFirstCapacity));
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Takes the bytes of `chunk` from `start` to before `end`.
   * @throws ResponseTooLarge
   */
  add(chunk: Buffer, start: number, end: number): void {
    const length = this.#length + end - start;
    if (length > this.#maxBytes)
      throw new ResponseTooLarge(`more than ${this.#maxBytes} bytes (execution.responseBytes)`);
    if (length > this.#bytes.length) this.#grow(length);
    chunk.copy(this.#bytes, this.#length, start, end);
    this.#length = length;
  }

  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.max(length, 2 * this.#bytes.length));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
