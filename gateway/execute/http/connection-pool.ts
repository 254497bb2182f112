// The connections to one subgraph, and the bulkhead around it: so many exchanges at a time, so many that wait, so long.
// A subgraph that hangs fills its own places and nobody else's.
import { type ConnectionOwner, HttpConnection } from './http-connection.ts';
import type { HttpExchange } from './http-exchange.ts';
import type { OpenSocket } from './open-socket.ts';

export interface PoolLimits {
  readonly maxConcurrent: number;
  readonly queueLimit: number;
  readonly waitMs: number;
  readonly responseBytes: number;
}

const sweepMs = 1_000;

export class ConnectionPool implements ConnectionOwner {
  readonly #open: OpenSocket;
  readonly #limits: PoolLimits;
  readonly #connections = new Set<HttpConnection>();
  /** The one used last is used next, so that those that are not needed expire. */
  readonly #idle: HttpConnection[] = [];
  readonly #waiting = new Map<HttpExchange, NodeJS.Timeout>();
  #sweeper: NodeJS.Timeout | null = null;
  #onEmpty: (() => void) | null = null;

  constructor(open: OpenSocket, limits: PoolLimits) {
    this.#open = open;
    this.#limits = limits;
  }

  get underWay(): number {
    return this.#connections.size - this.#idle.length;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Sends it now, or when a place is free; it fails when that takes too long or too many wait. */
  ask(exchange: HttpExchange): void {
    const idle = this.#takeIdle();
    if (idle) idle.carry(exchange);
    else if (this.#connections.size < this.#limits.maxConcurrent) this.askOnNewConnection(exchange);
    else this.#wait(exchange);
  }

  /** For an exchange that just lost its connection: its place is free. */
  askOnNewConnection(exchange: HttpExchange): void {
    this.#connections.add(new HttpConnection(this.#open, this.#limits.responseBytes, this, exchange));
  }

  /** Ends it, wherever it is; it is told nothing. An answer would still be under way, so the connection goes with it. */
  abandon(exchange: HttpExchange): void {
    if (exchange.connection) exchange.connection.destroy();
    else this.#stopWaiting(exchange);
  }

  /** Resolves when the exchanges under way have ended. */
  async close(): Promise<void> {
    for (const connection of [...this.#idle]) connection.destroy();
    if (this.#connections.size > 0)
      await new Promise<void>((resolve) => {
        this.#onEmpty = resolve;
      });
    if (this.#sweeper) clearTimeout(this.#sweeper);
  }

  onIdle(connection: HttpConnection): void {
    const next = this.#takeWaiting();
    if (next) connection.carry(next);
    else if (this.#onEmpty) connection.destroy();
    else {
      this.#idle.push(connection);
      this.#sweeper ??= setTimeout(() => this.#sweep(), sweepMs).unref();
    }
  }

  onGone(connection: HttpConnection): void {
    this.#connections.delete(connection);
    const index = this.#idle.indexOf(connection);
    if (index >= 0) this.#idle.splice(index, 1);
  }

  onPlaceFree(): void {
    const next = this.#connections.size < this.#limits.maxConcurrent ? this.#takeWaiting() : null;
    if (next) this.askOnNewConnection(next);
    if (this.#connections.size === 0) this.#onEmpty?.();
  }

  #takeIdle(): HttpConnection | null {
    const now = performance.now();
    for (let connection = this.#idle.pop(); connection; connection = this.#idle.pop()) {
      if (!connection.isExpired(now)) return connection;
      connection.destroy();
    }
    return null;
  }

  #sweep(): void {
    const now = performance.now();
    for (const connection of [...this.#idle]) if (connection.isExpired(now)) connection.destroy();
    this.#sweeper = this.#idle.length > 0 ? setTimeout(() => this.#sweep(), sweepMs).unref() : null;
  }

  #wait(exchange: HttpExchange): void {
    const { maxConcurrent, queueLimit, waitMs } = this.#limits;
    if (this.#waiting.size < queueLimit) {
      this.#waiting.set(
        exchange,
        setTimeout(() => this.#giveUp(exchange), waitMs),
      );
    } else {
      const detail = `${maxConcurrent} requests are under way (execution.maxConcurrent) and ${queueLimit} wait (execution.queueLimit)`;
      exchange.failed({ kind: 'refused', detail });
    }
  }

  #giveUp(exchange: HttpExchange): void {
    const { maxConcurrent, waitMs } = this.#limits;
    this.#waiting.delete(exchange);
    const detail = `none of ${maxConcurrent} places (execution.maxConcurrent) became free within ${waitMs} ms (execution.waitMs)`;
    exchange.failed({ kind: 'refused', detail });
  }

  #takeWaiting(): HttpExchange | null {
    const [first] = this.#waiting.keys();
    if (!first) return null;
    this.#stopWaiting(first);
    return first;
  }

  #stopWaiting(exchange: HttpExchange): void {
    clearTimeout(this.#waiting.get(exchange));
    this.#waiting.delete(exchange);
  }
}
