// What gateways are told of grants and tell of them: all that is live, as one value with a version that changes with it. A target
// that has come to need more than was agreed to is left out.
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

/** @returns what tells of changes from now on */
export function changesOfGrants(database: Database): Promise<AsyncIterableIterator<true>> {
  return database.listen(grantsChannel, () => true as const);
}
