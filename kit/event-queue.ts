// Events between who sends them and who takes them: in order, bounded, and never waiting for each other. A reader that falls
// too far behind is told so at once, instead of costing memory without end.

export interface EventQueueLimits {
  readonly maxEvents: number;
  /** Over all waiting events; a single larger one may wait alone. */
  readonly maxBytes: number;
}

export interface EventQueueOptions<Event> extends EventQueueLimits {
  /** Bytes of an event, about; 0 when absent. */
  readonly sizeOf?: (event: Event) => number;
  /** What the reader gets when events come faster than it takes them. */
  readonly tooSlow: () => Error;
  /** Called once, when nobody reads or writes any more. */
  readonly onEnd?: () => void;
}

/** Unlike an async generator, it can be ended while its reader waits. */
export class EventQueue<Event> implements AsyncIterableIterator<Event> {
  readonly #options: EventQueueOptions<Event>;
  #waiting: Event[] = [];
  #bytes = 0;
  #reader: { resolve(result: IteratorResult<Event>): void; reject(error: Error): void } | null = null;
  /** Null: ended as it should. */
  #end: { error: Error | null } | null = null;

  constructor(options: EventQueueOptions<Event>) {
    this.#options = options;
  }

  get isOver(): boolean {
    return this.#end !== null;
  }

  push(event: Event): void {
    if (this.#end) return;
    if (this.#reader) {
      const reader = this.#reader;
      this.#reader = null;
      reader.resolve({ value: event, done: false });
      return;
    }
    const size = this.#sizeOf(event);
    const { maxEvents, maxBytes } = this.#options;
    const isFull = this.#waiting.length > 0 && this.#bytes + size > maxBytes;
    if (isFull || this.#waiting.length >= maxEvents) return void this.drop(this.#options.tooSlow());
    this.#waiting.push(event);
    this.#bytes += size;
  }

  /** What waits is still read; then the reader gets the error, or simply the end. */
  end(error: Error | null = null): void {
    if (this.#end) return;
    this.#end = { error };
    if (this.#reader) {
      const reader = this.#reader;
      this.#reader = null;
      this.#settle(reader);
    }
    this.#options.onEnd?.();
  }

  /** Ends at once: what waits is forgotten. */
  drop(error: Error | null = null): void {
    this.#waiting = [];
    this.#bytes = 0;
    // An end that was told before, and that the reader has not come to, gives way.
    if (this.#end) this.#end.error = error;
    else this.end(error);
  }

  next(): Promise<IteratorResult<Event>> {
    const event = this.#waiting.shift();
    if (event !== undefined) {
      this.#bytes -= this.#sizeOf(event);
      return Promise.resolve({ value: event, done: false });
    }
    return new Promise((resolve, reject) => {
      const reader = { resolve, reject };
      if (this.#end) this.#settle(reader);
      else this.#reader = reader;
    });
  }

  return(): Promise<IteratorResult<Event>> {
    this.drop();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #settle(reader: { resolve(result: IteratorResult<Event>): void; reject(error: Error): void }): void {
    const error = this.#end?.error ?? null;
    if (this.#end) this.#end.error = null;
    if (error) reader.reject(error);
    else reader.resolve({ value: undefined, done: true });
  }

  #sizeOf(event: Event): number {
    return this.#options.sizeOf?.(event) ?? 0;
  }
}
