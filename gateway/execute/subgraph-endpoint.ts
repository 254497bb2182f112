// One subgraph as it is reached: its connections, its breaker, and the part of a request's head that is always the same.

import type { Ending } from '../../kit/ending.ts';
import { Breaker, type BreakerChange, type BreakerState } from './breaker.ts';
import { ConnectionPool } from './http/connection-pool.ts';
import { socketOpener } from './http/open-socket.ts';
import { requestHead, requestHeadStart } from './http/request-head.ts';
import { SharedRequests } from './shared-requests.ts';
import { SubgraphExchange, type Way } from './subgraph-exchange.ts';
import type { SubgraphSettings } from './subgraph-settings.ts';
import type { SubgraphAnswer, SubgraphFault, SubgraphRequest } from './subgraph-transport.ts';

export interface EndpointState {
  readonly breaker: BreakerState;
  /** Requests. */
  readonly underWay: number;
  readonly waiting: number;
}

export class SubgraphEndpoint implements Way {
  readonly pool: ConnectionPool;
  readonly breaker: Breaker;
  readonly timeoutMs: number;
  readonly #headStart: string;
  /** Null when each query is a request of its own. */
  readonly #shared: SharedRequests | null;

  /** @throws TypeError when the URL is not one of HTTP */
  constructor(url: string, settings: SubgraphSettings, onBreakerChange: (change: BreakerChange) => void) {
    const target = readUrl(url);
    this.#headStart = requestHeadStart(target);
    this.timeoutMs = settings.timeoutMs;
    this.#shared = settings.shareIdenticalQueries ? new SharedRequests() : null;
    this.pool = new ConnectionPool(socketOpener(originOf(target), settings.connectTimeoutMs), settings);
    this.breaker = new Breaker(settings.breaker, () => performance.now(), onBreakerChange);
  }

  state(): EndpointState {
    return { breaker: this.breaker.state, underWay: this.pool.underWay, waiting: this.pool.waiting };
  }

  send({ operationKind, body, headers }: SubgraphRequest, ending: Ending): Promise<SubgraphAnswer> {
    if (ending.isOver) return Promise.resolve(endedBefore);
    const head = requestHead(this.#headStart, headers, body);
    if (head === null) return Promise.resolve(unsendable);
    const isQuery = operationKind === 'query';
    if (!isQuery || !this.#shared) return this.#exchange(head, body, isQuery, ending);
    return this.#shared.send(head + body, ending, (allEnded) => this.#exchange(head, body, isQuery, allEnded));
  }

  #exchange(head: string, body: string, mayRepeat: boolean, ending: Ending): Promise<SubgraphAnswer> {
    const permit = this.breaker.admit();
    if (permit === null) return Promise.resolve(breakerOpen);
    return new Promise((resolve) => {
      new SubgraphExchange(this, { head, body, permit, mayRepeat, ending, resolve }).begin();
    });
  }
}

function readUrl(url: string): URL {
  const target = new URL(url);
  if (target.protocol !== 'http:' && target.protocol !== 'https:')
    throw new TypeError(`a subgraph is reached over HTTP, not over ${target.protocol}`);
  return target;
}

function originOf({ protocol, hostname, port }: URL) {
  const isSecure = protocol === 'https:';
  return { isSecure, hostname: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || (isSecure ? 443 : 80) };
}

const endedBefore: SubgraphFault = {
  kind: 'fault',
  code: 'SUBGRAPH_TIMEOUT',
  detail: 'the request ended before it was sent',
};
const unsendable: SubgraphFault = {
  kind: 'fault',
  code: 'SUBGRAPH_UNAVAILABLE',
  detail: 'the request could not be made: a header of it is not allowed or malformed',
};
const breakerOpen: SubgraphFault = {
  kind: 'fault',
  code: 'SUBGRAPH_UNAVAILABLE',
  detail: 'it was not asked, because its breaker is open',
};
