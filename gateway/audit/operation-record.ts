// A record of the audit as it stands in the spool: who asked what and what came of it, as JSON without a value of data. What
// comes from a token is cleaned, because nothing of it is ours.
import type { Caller } from '../../kit/caller.ts';
import type { FetchedData } from '../execute/fetched-data.ts';

/** What is known of an operation when it ends, or is about to begin. */
export interface OperationFacts {
  readonly requestId: string;
  /** Null when it was refused before anybody knew who asks. */
  readonly caller: Caller | null;
  /** Of the decision set; null when it was refused before it was judged. */
  readonly decisions: string | null;
  /** Ids of the grants, and of the break-glass, without which less would have been allowed. */
  readonly opened: ReadonlySet<string>;
}

export interface Outcome {
  readonly outcome: 'answered' | 'explained' | 'refused' | 'failed' | 'delivering';
  /** Why it was refused or failed. */
  readonly code?: string;
  readonly subgraphs: readonly string[];
  /** Codes of what subgraphs did not answer. */
  readonly failures: readonly string[];
  /** Objects that were left out, by type. */
  readonly rowsDropped: Readonly<Record<string, number>>;
  /** Keyed hashes of the entities whose protected fields were shown. */
  readonly entities: readonly string[];
  readonly durationMs: number;
}

/** Written before anything is fetched. */
export function intentRecord(facts: OperationFacts): string {
  return JSON.stringify({ kind: 'intent', ...described(facts) });
}

/** Written before the answer is sent; what is empty is left out. */
export function outcomeRecord(facts: OperationFacts, outcome: Outcome): string {
  const { code, subgraphs, failures, rowsDropped, entities, durationMs } = outcome;
  return JSON.stringify({
    kind: 'operation',
    ...described(facts),
    outcome: outcome.outcome,
    code,
    subgraphs: orNothing(subgraphs),
    failures: orNothing(failures),
    rowsDropped: orNothing(Object.keys(rowsDropped)) && rowsDropped,
    entities: orNothing(entities),
    durationMs,
  });
}

/** Requests that were refused before anybody knew who asks, by code, since the last such record. */
export function refusalsRecord(counts: ReadonlyMap<string, number>, since: Date): string {
  return JSON.stringify({
    kind: 'refusals',
    at: new Date().toISOString(),
    since: since.toISOString(),
    counts: Object.fromEntries(counts),
  });
}

/** Operations that were answered while nothing could be written; known only now that it can be again. */
export function unauditedRecord(operations: number): string {
  return JSON.stringify({ kind: 'unaudited', at: new Date().toISOString(), operations });
}

function described({ requestId, caller, decisions, opened }: OperationFacts): object {
  return {
    at: new Date().toISOString(),
    id: requestId,
    actor: clean(caller?.subject),
    issuer: clean(caller?.issuer),
    client: clean(caller?.client),
    purpose: clean(caller?.purpose),
    decisions: decisions ?? undefined,
    grants: opened.size > 0 ? [...opened] : undefined,
    breakGlass: caller?.breakGlass?.id,
  };
}

/** The subgraphs that were asked, and what they failed with. */
export function fetchFacts({ fetches, failures }: FetchedData): Pick<Outcome, 'subgraphs' | 'failures'> {
  return {
    subgraphs: [...new Set(fetches.map(({ subgraph }) => subgraph))],
    failures: [...new Set(failures.map(({ code, subgraph }) => `${code} ${subgraph}`))],
  };
}

const maxCharacters = 256;
const unwelcome = /[\p{Cc}\p{Cs}]/gu;

function clean(text: string | null | undefined): string | undefined {
  return text == null ? undefined : text.slice(0, maxCharacters).replace(unwelcome, '\u{fffd}');
}

function orNothing<Item>(list: readonly Item[]): readonly Item[] | undefined {
  return list.length > 0 ? list : undefined;
}
