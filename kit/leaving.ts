// Whether whoever waits for an answer has left. An AbortSignal says the same and can stand for it; but one for every request, with
// its listeners, cost a small request a tenth of its CPU.

export interface Leaving {
  readonly aborted: boolean;
  /** Why, if somebody said so. */
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export class ClientLeaving implements Leaving {
  #hasLeft = false;
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#hasLeft;
  }

  /** Calls back once when the client leaves; never when it has left already. */
  addEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.add(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.#listeners.delete(listener);
  }

  leave(): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}
