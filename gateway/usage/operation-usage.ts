// What usage takes note of while an operation passes the stages; filled by the report of the operation.
import type { Caller } from '../../kit/caller.ts';
import type { AuthorizedOperation } from '../authorize/authorized-operation.ts';
import type { FetchedData } from '../execute/fetched-data.ts';
import type { PreparedOperation } from '../operation/prepared-operation.ts';
import type { Usage } from './usage.ts';
import type { UsingClient } from './usage-window.ts';

export class OperationUsage {
  readonly #usage: Usage;
  #client: UsingClient = nobody;
  #search: string | null = null;
  /** Null: what was sent is no operation, and is not counted. */
  #prepared: PreparedOperation | null = null;
  #fetched: FetchedData | null = null;
  #bytes = 0;
  #hasFailed = false;
  #isSynthetic = false;
  #hasBegun = false;

  constructor(usage: Usage) {
    this.#usage = usage;
  }

  asks(caller: Caller, search: string | null): void {
    this.#client = clientOf(caller);
    this.#isSynthetic = caller.scopes.has(syntheticScope);
    this.#search = search;
  }

  prepared(operation: PreparedOperation): void {
    this.#prepared = operation;
  }

  /** It is not run, so nobody has used it. */
  explained(): void {
    this.#prepared = null;
  }

  fetched(data: FetchedData): void {
    this.#fetched = data;
  }

  judged(operation: AuthorizedOperation, data: FetchedData): void {
    this.#usage.observe(operation, data);
  }

  /** Of an answer, or of a part of it. */
  answered(bytes: number): void {
    this.#bytes += bytes;
  }

  failed(): void {
    this.#hasFailed = true;
  }

  /** It is a subscription that runs: a request, whatever becomes of its events. */
  began(): void {
    this.#count(false);
    this.#hasBegun = true;
  }

  eventAnswered(): void {
    this.#count(true);
  }

  ended(): void {
    if (!this.#hasBegun) this.#count(false);
  }

  #count(isEvent: boolean): void {
    if (this.#prepared === null || this.#isSynthetic) return;
    this.#usage.count({
      prepared: this.#prepared,
      client: this.#client,
      search: this.#search,
      isEvent,
      fetched: this.#fetched,
      hasErrors: this.#hasFailed || (this.#fetched?.failures.length ?? 0) > 0,
      bytes: this.#bytes,
    });
    this.#fetched = null;
    this.#bytes = 0;
  }
}

/** Of whoever only tries whether the graph works: what it asks for is used by nobody, and may go. */
const syntheticScope = 'gordian:synthetic';
const nobody: UsingClient = { id: 'anonymous', kind: 'ANONYMOUS' };
/** Postgres stores no NUL and no half of a pair. */
const storable = /^[^\p{Cc}\p{Cs}]{1,200}$/u;

/** A service is its own subject. A name that cannot be stored is none. */
function clientOf({ client, subject }: Caller): UsingClient {
  if (client === null || !storable.test(client)) return nobody;
  return { id: client, kind: subject === client ? 'SERVICE' : 'APPLICATION' };
}
