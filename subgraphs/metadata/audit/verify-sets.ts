// Whether each decision set is what its hash is of, and is found by what it says: its operation and its coordinates stand beside it,
// outside of the hash, for searches.
import { sha256 } from '../../../kit/audit-chain.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { type StoredSet, setColumnsSince, setsAfter } from './queries.ts';
import { judgedIn } from './spooled-record.ts';

const pageSize = 500;

/** Null when all of them are whole. */
export async function problemOfSets(database: Queries): Promise<string | null> {
  const since = await setColumnsSince(database);
  for (let after = 0; ; ) {
    const sets = await setsAfter(database, after, pageSize);
    for (const set of sets) {
      if (sha256(set.content) !== set.hash) return `The decision set ${set.hash} was altered.`;
      if (!isFoundByWhatItSays(set, since))
        return `What the decision set ${set.hash} is found by, its operation or coordinates, was altered.`;
    }
    if (sets.length < pageSize) return null;
    after = sets.at(-1)!.id;
  }
}

/** Sets from before operations and inputs were kept have none, whatever they say. */
function isFoundByWhatItSays(set: StoredSet, since: Awaited<ReturnType<typeof setColumnsSince>>): boolean {
  const { operation, coordinates } = judgedIn(JSON.parse(set.content));
  const isBefore = (first: number | null) => first === null || set.id < first;
  const isOperationKept = set.operation === operation || (set.operation === null && isBefore(since.operation));
  const wanted = coordinates.filter(({ verdict }) => verdict !== 'used' || !isBefore(since.inputs));
  return (
    isOperationKept &&
    Object.keys(set.coordinates).length === wanted.length &&
    wanted.every(({ coordinate, verdict }) => set.coordinates[coordinate] === verdict)
  );
}
