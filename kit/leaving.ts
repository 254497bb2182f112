// Whether whoever waits for an answer has left. An AbortSignal says the same and can stand for it; but one for every request, with
// its listeners, cost a small request a tenth of its CPU.
import { Ending } from './ending.ts';

export interface Leaving {
  readonly aborted: boolean;
  /** Why, if somebody said so. */
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** An ending with the face of an AbortSignal. */
export class ClientLeaving extends Ending implements Leaving {
  get aborted(): boolean {
    return this.isOver;
  }

  addEventListener(_type: 'abort', listener: () => void): void {
    this.onEnd(listener);
  }

  removeEventListener(_type: 'abort', listener: () => void): void {
    this.offEnd(listener);
  }

  leave(): void {
    this.end();
  }
}
