// One request to a subgraph until it is settled: by its answer, by a failure of the way, by its time, or by the end of all.
// Settled before the answer, it takes its connection with it, because the answer would still be under way.

import type { Ending } from '../../kit/ending.ts';
import type { Breaker, Outcome, Permit } from './breaker.ts';
import type { ConnectionPool } from './http/connection-pool.ts';
import type { HttpExchange, HttpFailure, HttpFailureKind } from './http/http-exchange.ts';
import type { HttpResponse } from './http/response-reader.ts';
import { readAnswer } from './read-answer.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

/** The way to one subgraph. */
export interface Way {
  readonly pool: ConnectionPool;
  readonly breaker: Breaker;
  readonly timeoutMs: number;
}

export interface ExchangeOptions {
  readonly head: string;
  readonly body: string;
  readonly permit: Permit;
  /** False for whatever changes something: when its connection is lost, nobody can be sure that it was not done. */
  readonly mayRepeat: boolean;
  readonly ending: Ending;
  readonly resolve: (answer: SubgraphAnswer) => void;
}

export class SubgraphExchange implements HttpExchange {
  readonly head: string;
  readonly body: string;
  connection: HttpExchange['connection'] = null;
  readonly #way: Way;
  readonly #options: ExchangeOptions;
  readonly #onEnd: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(way: Way, options: ExchangeOptions) {
    this.head = options.head;
    this.body = options.body;
    this.#way = way;
    this.#options = options;
    this.#onEnd = () => this.#giveUp('the request ended before the answer did', 'unknown');
  }

  begin(): void {
    this.#options.ending.onEnd(this.#onEnd);
    this.#timer = setTimeout(timeOut, this.#way.timeoutMs, this);
    this.#way.pool.ask(this);
  }

  timeOut(): void {
    this.#giveUp(`no whole answer within ${this.#way.timeoutMs} ms (execution.timeoutMs)`, 'failed');
  }

  responded(response: HttpResponse): void {
    this.#settle(readAnswer(response), isOutage(response.head.status) ? 'failed' : 'reached');
  }

  failed(failure: HttpFailure): void {
    // Once at most: what is lost had served before, and a new connection has not.
    if (failure.kind === 'lost' && this.#options.mayRepeat) this.#way.pool.askOnNewConnection(this);
    else this.#settle(faultOf(failure), outcomes[failure.kind]);
  }

  #giveUp(detail: string, outcome: Outcome): void {
    this.#way.pool.abandon(this);
    this.#settle({ kind: 'fault', code: 'SUBGRAPH_TIMEOUT', detail }, outcome);
  }

  #settle(answer: SubgraphAnswer, outcome: Outcome): void {
    clearTimeout(this.#timer);
    this.#options.ending.offEnd(this.#onEnd);
    this.#way.breaker.settle(this.#options.permit, outcome);
    this.#options.resolve(answer);
  }
}

function timeOut(exchange: SubgraphExchange): void {
  exchange.timeOut();
}

/** What a proxy says when the subgraph behind it cannot be reached. */
function isOutage(status: number): boolean {
  return status === 502 || status === 503 || status === 504;
}

const outcomes: Readonly<Record<HttpFailureKind, Outcome>> = {
  refused: 'unknown',
  unreachable: 'failed',
  lost: 'failed',
  'broken off': 'failed',
  malformed: 'failed',
  'too large': 'reached',
};

function faultOf({ kind, detail }: HttpFailure): SubgraphFault {
  switch (kind) {
    case 'refused':
      return { kind: 'fault', code: 'SUBGRAPH_UNAVAILABLE', detail: `it was not asked: ${detail}` };
    case 'unreachable':
    case 'lost':
      return { kind: 'fault', code: 'SUBGRAPH_UNAVAILABLE', detail };
    case 'broken off':
      return { kind: 'fault', code: 'SUBGRAPH_BAD_RESPONSE', detail: `the answer broke off: ${detail}` };
    case 'malformed':
      return { kind: 'fault', code: 'SUBGRAPH_BAD_RESPONSE', detail: `not HTTP: ${detail}` };
    case 'too large':
      return { kind: 'fault', code: 'SUBGRAPH_BAD_RESPONSE', detail };
  }
}
