// Identical queries to one subgraph that are under way at the same time become one request: the same body, and the same
// headers, so the same caller. Its answer goes to all of them; it ends when the last of them has left.
import { Ending } from '../../kit/ending.ts';
import type { SubgraphAnswer, SubgraphFault } from './subgraph-transport.ts';

interface SharedRequest {
  readonly ending: Ending;
  readonly answer: Promise<SubgraphAnswer>;
  askers: number;
}

export class SharedRequests {
  readonly #underWay = new Map<string, SharedRequest>();

  /** @param key equal only for requests that are the same in every byte */
  send(key: string, ending: Ending, start: (ending: Ending) => Promise<SubgraphAnswer>): Promise<SubgraphAnswer> {
    const shared = this.#underWay.get(key) ?? this.#start(key, start);
    shared.askers++;
    return new Promise((resolve) => {
      const leave = (): void => {
        resolve(left);
        shared.askers--;
        if (shared.askers === 0) this.#end(key, shared);
      };
      ending.onEnd(leave);
      void shared.answer.then((answer) => {
        ending.offEnd(leave);
        resolve(answer);
      });
    });
  }

  #start(key: string, start: (ending: Ending) => Promise<SubgraphAnswer>): SharedRequest {
    const ending = new Ending();
    const shared: SharedRequest = { ending, answer: start(ending), askers: 0 };
    this.#underWay.set(key, shared);
    void shared.answer.then(() => this.#forget(key, shared));
    return shared;
  }

  /** Nobody joins what is about to end. */
  #end(key: string, shared: SharedRequest): void {
    this.#forget(key, shared);
    shared.ending.end();
  }

  #forget(key: string, shared: SharedRequest): void {
    if (this.#underWay.get(key) === shared) this.#underWay.delete(key);
  }
}

const left: SubgraphFault = {
  kind: 'fault',
  code: 'SUBGRAPH_TIMEOUT',
  detail: 'the request ended before the answer did',
};
