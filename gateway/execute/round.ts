// Fetches of one round wait for each other, so that one request serves them all. None waits long: a subgraph that hangs holds
// up what travels with it no longer than the way here took, and never longer than patienceMs.

/** The longest that a fetch waits for those it could travel with. */
const patienceMs = 50;

export class Round<Ask> {
  readonly #send: (asks: readonly Ask[]) => Promise<void>;
  /** Who has not come yet. */
  #missing: number;
  #waiting: Batch<Ask> | null = null;

  constructor(send: (asks: readonly Ask[]) => Promise<void>, members: number) {
    this.#missing = members;
    this.#send = send;
  }

  /**
   * To be called once by each member; those who have nothing to ask call `pass`.
   * @param elapsedMs how long the way here took
   * @returns when the ask is answered
   */
  join(ask: Ask, elapsedMs: number): Promise<void> {
    this.#missing--;
    this.#waiting ??= createBatch();
    const batch = this.#waiting;
    batch.asks.push(ask);
    if (this.#missing === 0) this.#depart();
    else batch.timer ??= setTimeout(() => this.#depart(), Math.min(elapsedMs, patienceMs));
    return batch.answered;
  }

  pass(): void {
    this.#missing--;
    if (this.#missing === 0) this.#depart();
  }

  #depart(): void {
    const batch = this.#waiting;
    if (!batch) return;
    this.#waiting = null;
    clearTimeout(batch.timer);
    batch.answer(this.#send(batch.asks));
  }
}

interface Batch<Ask> {
  readonly asks: Ask[];
  readonly answered: Promise<void>;
  readonly answer: (answered: Promise<void>) => void;
  timer: NodeJS.Timeout | undefined;
}

function createBatch<Ask>(): Batch<Ask> {
  let answer: Batch<Ask>['answer'] = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  return { asks: [], answered, answer, timer: undefined };
}
