// What gateways are told of grants and tell of them: all that is live, as one value with a version, and a stream that says
// when the version changes. A target that has come to need more than was agreed to is left out.
import type { Database, Queries } from '../../../kit/postgres.ts';
import { policyAgrees } from './judge-request.ts';
import type { KnownTargets, Opening } from './known-targets.ts';
import type { KnownTargetsStore } from './known-targets-store.ts';
import { grantsChannel, grantsState, type LiveGrantRow, liveGrants } from './queries/gateway-feed.ts';

export interface GrantsSnapshot {
  readonly version: string;
  readonly grants: readonly FedGrant[];
}

/** Of a person; `ticket` is null unless it is a broken glass. */
export type FedGrant = Omit<LiveGrantRow, 'openings' | 'byPolicy'>;

export async function readSnapshot(database: Queries, store: KnownTargetsStore, now: Date): Promise<GrantsSnapshot> {
  // The oldest first: what changes on the way makes newer content under an older name, which is only asked for once more.
  const digest = store.rulesDigest();
  const { state, grants } = await liveGrants(database, now);
  const known = await store.read(database);
  return { version: versionOf(state, digest), grants: grants.flatMap((grant) => withAgreedTargets(grant, known)) };
}

/** Another one after every change of what is granted, of what the contracts say, and of the rules. */
export async function readVersion(database: Queries, store: KnownTargetsStore): Promise<string> {
  return versionOf(await grantsState(database), store.rulesDigest());
}

function versionOf(state: string, rulesDigest: string): string {
  return `${state}.${rulesDigest.slice(0, 12)}`;
}

/** What was agreed to may have become more sensitive since, or a product may have got fields that nobody spoke of. */
function withAgreedTargets(held: LiveGrantRow, known: KnownTargets): FedGrant[] {
  const { openings, byPolicy, ...grant } = held;
  const targets = grant.targets.filter((target) => {
    const needed = known.openingsOf(target);
    return needed !== undefined && (openings === null || needed.every((opening) => isAgreed(opening, held)));
  });
  return targets.length === 0 ? [] : [{ ...grant, targets }];
}

/** What nobody but the policies has agreed to holds for as long as they still would. */
function isAgreed(needed: Opening, { openings, byPolicy, purpose }: LiveGrantRow): boolean {
  if (!openings?.includes(needed.key)) return false;
  return !byPolicy.includes(needed.key) || policyAgrees(needed, purpose);
}

const signOfLifeMs = 1_000;

/** Where the version is told; nothing is told after `close`. */
export interface VersionListener {
  send(version: string): void;
  close(): void;
}

/** @returns what tells of changes from now on */
export function changesOfGrants(database: Database): Promise<AsyncIterableIterator<true>> {
  return database.listen(grantsChannel, () => true as const);
}

/**
 * Tells the version at once, after every change, and every second: whoever hears it knows that what it has is true. Closes
 * when it cannot be read.
 * @returns ends it
 */
export function followVersion(
  read: () => Promise<string>,
  changes: AsyncIterableIterator<true>,
  listener: VersionListener,
): () => void {
  let isOver = false;
  let isAsking = false;
  let mayHaveChanged = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    clearInterval(timer);
    void changes.return?.();
    listener.close();
  };
  const ask = async (): Promise<void> => {
    mayHaveChanged = true;
    if (isAsking) return;
    isAsking = true;
    while (mayHaveChanged) {
      mayHaveChanged = false;
      const version = await read();
      if (!isOver) listener.send(version);
    }
    isAsking = false;
  };
  const askOrEnd = (): void => void ask().catch(end);
  const listen = async (): Promise<void> => {
    for await (const _ of changes) askOrEnd();
  };
  const timer = setInterval(askOrEnd, signOfLifeMs).unref();
  void listen().then(end, end);
  askOrEnd();
  return end;
}
