// The end of the fetching of one request: the deadline, or the client who left. An AbortSignal tells the same, but it and its
// listeners cost a small request more than its two fetches' JSON.

export class Ending {
  #isOver = false;
  readonly #listeners = new Set<() => void>();

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Calls back once when it ends; never when it is over already. */
  onEnd(listener: () => void): void {
    this.#listeners.add(listener);
  }

  offEnd(listener: () => void): void {
    this.#listeners.delete(listener);
  }

  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
