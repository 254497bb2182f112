// Takes over the lines of a gateway's spool: each once, in their order, all in one transaction. The chain of the spool ends here
// and goes on in the chain of the audit.
import { firstHash } from '../../../kit/audit-chain.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { follows, type LineEnd, parseLine, type SpooledLine } from '../../../kit/spooled-lines.ts';
import { appendEntries } from './append-audit.ts';
import { callerIn } from './caller-in.ts';
import {
  type EntitySighting,
  hashAt,
  insertEntities,
  insertSets,
  knownSets,
  lockHead,
  moveSource,
  sourceEnd,
} from './queries.ts';
import {
  entryOf,
  lossEntry,
  type NewEntry,
  readRecord,
  type SpooledRecord,
  setOf,
  tamperEntry,
} from './spooled-record.ts';

export interface Delivered {
  /** Names the process whose spool it is. */
  readonly instance: string;
  readonly lines: string;
  /** Lines before these are lost, as the gateway knows. */
  readonly afterLoss: boolean;
  /** Where the chain of the audit ended when the gateway last saw it. */
  readonly knownHead: LineEnd | null;
  readonly now: Date;
}

export interface Taken {
  readonly head: LineEnd;
  /** Whether the entry that the gateway knew as the last one is still there, and the same. */
  readonly isHeadKnown: boolean;
}

/** `gap`: lines before these are missing. `damaged`: a line does not follow on the one before it; those up to there were taken. */
export type TakeOutcome = Taken | 'gap' | 'damaged';

export function takeLines(database: Database, delivered: Delivered): Promise<TakeOutcome> {
  const lines = delivered.lines.split('\n').filter((line) => line !== '');
  const parsed = lines.map(readLine);
  return database.transaction(async (transaction) => {
    const headBefore = await lockHead(transaction);
    const end = (await sourceEnd(transaction, delivered.instance)) ?? { seq: 0, hash: firstHash };
    const first = parsed[0] ?? null;
    if (first && first.seq > end.seq + 1 && !delivered.afterLoss) return 'gap';
    const { fresh, isDamaged } = freshLines(parsed, end);
    const isHeadKnown = await isStillThere(transaction, delivered.knownHead);
    await append(transaction, delivered, { fresh, end, isHeadKnown });
    if (isDamaged) return 'damaged';
    const head = fresh.length > 0 || !isHeadKnown ? await lockHead(transaction) : headBefore;
    return { head, isHeadKnown };
  });
}

interface ReadLine extends SpooledLine {
  readonly said: SpooledRecord;
}

/** Null for what is no such line, or holds no record: sent again it would be the same, so it must not stop what is behind it. */
function readLine(text: string): ReadLine | null {
  const line = parseLine(text);
  const said = line && readRecord(line.record);
  return said && { ...line, said };
}

/** Those that were not taken before, up to the first that does not follow. After a loss the first has nothing to follow on. */
function freshLines(parsed: readonly (ReadLine | null)[], end: LineEnd) {
  const fresh: ReadLine[] = [];
  let previous: LineEnd | null = null;
  for (const line of parsed) {
    if (line === null) return { fresh, isDamaged: true };
    const before: LineEnd | null = line.seq === end.seq + 1 ? end : previous;
    if (before !== null && !follows(before, line)) return { fresh, isDamaged: true };
    if (line.seq > end.seq) fresh.push(line);
    previous = line;
  }
  return { fresh, isDamaged: false };
}

async function isStillThere(transaction: Queries, known: LineEnd | null): Promise<boolean> {
  return known === null || known.seq === 0 || (await hashAt(transaction, known.seq)) === known.hash;
}

interface Taking {
  readonly fresh: readonly ReadLine[];
  readonly end: LineEnd;
  readonly isHeadKnown: boolean;
}

async function append(
  transaction: Queries,
  { instance, knownHead, now }: Delivered,
  { fresh, end, isHeadKnown }: Taking,
): Promise<void> {
  const entries: NewEntry[] = [];
  if (!isHeadKnown) entries.push(tamperEntry(instance, knownHead!, now));
  if (fresh[0] && fresh[0].seq > end.seq + 1) entries.push(lossEntry(instance, end.seq + 1, fresh[0].seq - 1, now));
  await insertSets(
    transaction,
    fresh.flatMap(({ said, record }) => (said.kind === 'decisions' ? setOf(record, said) : [])),
  );
  for (const { seq, said, record } of fresh)
    if (said.kind !== 'decisions') entries.push(entryOf(said, { instance, seq, text: record, now }));
  const known = await knownSets(transaction, [...new Set(entries.flatMap(({ shown }) => shown ?? []))]);
  // A set that was lost on the way explains nothing; its hash stays in the payload.
  const explained = entries.map((entry) => (known.has(entry.shown ?? '') ? entry : { ...entry, shown: null }));
  const firstSeq = await appendEntries(transaction, explained);
  await insertEntities(transaction, sightingsIn(entries, firstSeq));
  if (fresh.length > 0) await moveSource(transaction, instance, fresh.at(-1)!, now);
}

function sightingsIn(entries: readonly NewEntry[], firstSeq: number): EntitySighting[] {
  return entries.flatMap(({ entities, actor, at, payload }, index) =>
    entities.map((entity) => ({ entity, actor, issuer: callerIn(payload).issuer, at, seq: firstSeq + index })),
  );
}
