// Something that ends once, such as the fetching of a request: at the deadline, or because the client left. An AbortSignal tells the
// same, but it and its listeners cost a small request more than the JSON of its two fetches.

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
