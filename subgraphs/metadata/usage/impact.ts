// What a change would do before anybody makes it: who asks for what it touches, and what is made from that. The verdict is that of
// a registration; only the change is imagined.
import { GordianError } from '../../../kit/errors.ts';
import type { Queries } from '../../../kit/postgres.ts';
import { type ChangeKindName, changeKinds, changeOf } from '../../../schema/contract-changes/change-kinds.ts';
import type { Coordinate } from '../../../schema/coordinates.ts';
import type { LineageIndex } from '../lineage/index/lineage-index.ts';
import { reachOf } from '../lineage/reach.ts';
import type { JudgedChange } from '../registry/verdict/judged-change.ts';
import { judge } from '../registry/verdict/verdict.ts';
import { knownUsesOf } from './known-uses.ts';
import { coordinatesWithin } from './queries/coordinates.ts';
import type { Window } from './queries/traffic.ts';

export interface ProposedChange {
  /** A type, a field, an argument, a field of an input, or the id of a product. */
  readonly coordinate: Coordinate;
  readonly kind: string;
}

export interface Impact extends JudgedChange {
  /** Who owns what the change is about; null where nothing registered is named. */
  readonly ownerTeam: string | null;
}

const maxChanges = 50;

export interface ImpactSources {
  readonly database: Queries;
  /** The copy of the lineage in memory, where there is one that has everything. */
  readonly index: LineageIndex | null;
}

/** @throws GordianError BAD_USER_INPUT for a kind that there is not, or too many changes */
export async function impactOf(
  { database, index }: ImpactSources,
  changes: readonly ProposedChange[],
  window: Window,
): Promise<Impact[]> {
  if (changes.length > maxChanges)
    throw new GordianError('BAD_USER_INPUT', `At most ${maxChanges} changes at once.`, {
      details: { argument: 'changes', limit: maxChanges },
    });
  const impacts: Impact[] = [];
  for (const change of changes) impacts.push(await impactOfChange({ database, index }, change, window));
  return impacts;
}

async function impactOfChange(
  { database, index }: ImpactSources,
  { coordinate, kind }: ProposedChange,
  window: Window,
): Promise<Impact> {
  const within = await coordinatesWithin(database, coordinate);
  const own = [...new Set([coordinate, ...within.map((field) => field.coordinate)])];
  const downstream = await reachOf(database, own, 'DOWNSTREAM', { index });
  const traffic = await knownUsesOf(database, [...own, ...downstream.coordinates], window);
  const change = changeOf(kindOf(kind), coordinate, null, null, `${kind} at ${coordinate}`);
  return {
    ...judge(change, { traffic, downstream, isServedElsewhere: false }),
    ownerTeam: within[0]?.ownerTeam ?? null,
  };
}

function kindOf(kind: string): ChangeKindName {
  if (Object.hasOwn(changeKinds, kind)) return kind as ChangeKindName;
  throw new GordianError(
    'BAD_USER_INPUT',
    `"${kind}" is no kind of change; FIELD_REMOVED is one, and docs/reference/contract-changes.md has them all.`,
    { details: { argument: 'kind' } },
  );
}
