// One connection to a subgraph. It carries one exchange at a time, and none any more after anything out of the ordinary.
import type { Socket } from 'node:net';
import type { HttpExchange, HttpFailureKind } from './http-exchange.ts';
import { MalformedResponse } from './malformed-response.ts';
import type { OpenSocket } from './open-socket.ts';
import { type HttpResponse, ResponseReader } from './response-reader.ts';

export interface ConnectionOwner {
  /** The connection can carry the next exchange. */
  onIdle(connection: HttpConnection): void;
  /** It is closed; called before its exchange is told. */
  onGone(connection: HttpConnection): void;
  /** Called after its exchange is told: another may take its place. */
  onPlaceFree(): void;
}

/** Without a word of the server; most keep idle connections for five seconds. */
const defaultKeepAliveMs = 4_000;
/** A request must not meet a server that is about to close. */
const keepAliveMarginMs = 1_000;

export class HttpConnection {
  readonly #owner: ConnectionOwner;
  readonly #maxBytes: number;
  readonly #socket: Socket;
  #exchange: HttpExchange | null;
  /** Null while idle: it holds the answer that it read. */
  #reader: ResponseReader | null;
  #isOpen = false;
  #isGone = false;
  #hasServed = false;
  /** On the clock of `performance.now()`; while idle, it must not be used after this. */
  #usableUntilMs = 0;

  constructor(open: OpenSocket, maxBytes: number, owner: ConnectionOwner, first: HttpExchange) {
    this.#owner = owner;
    this.#maxBytes = maxBytes;
    this.#exchange = first;
    this.#reader = new ResponseReader(maxBytes);
    first.connection = this;
    this.#socket = open(
      () => this.#onOpen(),
      (error) => this.#onEnd(error),
      (bytes) => this.#onBytes(bytes),
    );
  }

  /** Only while idle. */
  carry(exchange: HttpExchange): void {
    this.#exchange = exchange;
    this.#reader = new ResponseReader(this.#maxBytes);
    exchange.connection = this;
    this.#write(exchange);
  }

  isExpired(nowMs: number): boolean {
    return nowMs > this.#usableUntilMs;
  }

  /** Closes it at once. Its exchange is told nothing. */
  destroy(): void {
    if (this.#isGone) return;
    this.#detach();
    this.#close();
    this.#owner.onPlaceFree();
  }

  #onOpen(): void {
    this.#isOpen = true;
    this.#socket
      .on('end', () => this.#onInputEnd())
      .on('error', (error) => this.#onEnd(error))
      .on('close', () => this.#onEnd(null));
    if (this.#exchange) this.#write(this.#exchange);
  }

  #write({ head, body }: HttpExchange): void {
    if (Buffer.byteLength(body) === body.length) {
      this.#socket.write(head + body, 'latin1');
      return;
    }
    this.#socket.cork();
    this.#socket.write(head, 'latin1');
    this.#socket.write(body, 'utf8');
    this.#socket.uncork();
  }

  #onBytes(chunk: Buffer): void {
    if (this.#isGone) return;
    // Nobody asked for it.
    if (this.#reader) this.#read(this.#reader, chunk);
    else this.destroy();
  }

  #read(reader: ResponseReader, chunk: Buffer): void {
    let response: HttpResponse | null = null;
    try {
      response = reader.feed(chunk);
    } catch (error) {
      this.#fail(error instanceof MalformedResponse ? 'malformed' : 'too large', (error as Error).message);
    }
    if (response) this.#finish(response);
  }

  #onInputEnd(): void {
    const response = this.#reader?.end();
    if (response) this.#finish(response);
    else this.#onEnd(null);
  }

  #finish(response: HttpResponse): void {
    const exchange = this.#detach();
    this.#reader = null;
    this.#hasServed = true;
    // What is still to be written belongs to a request that was answered before it was read.
    if (response.leavesConnection && this.#socket.writableLength === 0) this.#rest(response);
    else this.destroy();
    exchange?.responded(response);
  }

  #rest({ head }: HttpResponse): void {
    const keepAliveMs =
      head.keepAliveSeconds === null ? defaultKeepAliveMs : head.keepAliveSeconds * 1_000 - keepAliveMarginMs;
    this.#usableUntilMs = performance.now() + keepAliveMs;
    this.#owner.onIdle(this);
  }

  /** @param error null: the server closed the connection in good order */
  #onEnd(error: NodeJS.ErrnoException | null): void {
    const detail = error ? (error.code ?? error.name) : 'the connection was closed';
    if (!this.#isOpen) this.#fail('unreachable', detail);
    else if (this.#reader?.hasBegun) this.#fail('broken off', detail);
    else this.#fail(this.#hasServed ? 'lost' : 'unreachable', detail);
  }

  #fail(kind: HttpFailureKind, detail: string): void {
    if (this.#isGone) return;
    const exchange = this.#detach();
    this.#close();
    exchange?.failed({ kind, detail });
    this.#owner.onPlaceFree();
  }

  #detach(): HttpExchange | null {
    const exchange = this.#exchange;
    this.#exchange = null;
    if (exchange) exchange.connection = null;
    return exchange;
  }

  #close(): void {
    this.#isGone = true;
    // Late errors of a socket that nobody uses any more are nobody's.
    this.#socket.on('error', () => {});
    this.#socket.destroy();
    this.#owner.onGone(this);
  }
}
