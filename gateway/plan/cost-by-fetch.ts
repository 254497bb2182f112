// Which fetch of a plan an operation's cost goes to. The shares are of the same estimate: they add up to it, but for what is
// charged to the operation as such.
import { type Results, resultOf } from '../demand/formula.ts';
import type { WeighedField, WeighedOperation, WeighedSelection, WeighedType } from '../demand/weighed-operation.ts';
import { fetchesOf } from './fetches-of.ts';
import type { AnswerField, FetchNode, Plan } from './plan.ts';

/** A place in the data, by private names, and who brings what is there. */
interface Place {
  readonly broughtBy: FetchNode | null;
  readonly below: Map<string, Place>;
}

/** Walks every path to every field: no more than the limits of operations allow. */
export function costByFetch(
  plan: Plan,
  { root }: Pick<WeighedOperation, 'root'>,
  results: Results,
): ReadonlyMap<FetchNode, number> {
  const costs = new Map<FetchNode, number>();
  const charge = (fetch: FetchNode | null, cost: number): void => {
    if (fetch) costs.set(fetch, (costs.get(fetch) ?? 0) + cost);
  };
  const chargeObjects = (type: WeighedType, objects: number, place: Place | undefined): void => {
    for (const field of type.fields) chargeField(field, objects, place?.below.get(field.privateName));
  };
  const chargeField = (field: WeighedField, objects: number, place: Place | undefined): void => {
    if (objects === 0 || resultOf(field.expected, results) === 0) return;
    const fetch = place?.broughtBy ?? null;
    const values = times(objects, resultOf(field.values, results));
    const type = field.selection && dearestOf(field.selection, results);
    const own = times(values, field.weight ?? type?.weight ?? 0);
    charge(fetch, own + times(objects, resultOf(field.args, results)));
    if (type) chargeObjects(type, values, place);
  };
  const type = dearestOf(root, results);
  if (type) chargeObjects(type, 1, placesOf(plan));
  return costs;
}

function dearestOf({ types }: WeighedSelection, results: Results): WeighedType | undefined {
  const costOf = ({ expected }: WeighedType) => resultOf(expected, results);
  return types.reduce<WeighedType | undefined>(
    (dearest, type) => (dearest && costOf(dearest) >= costOf(type) ? dearest : type),
    undefined,
  );
}

/** Infinity times nothing is nothing. */
function times(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : one * other;
}

/** What several fetches bring is charged to the first. */
function placesOf(plan: Plan): Place {
  const root: Place = { broughtBy: null, below: new Map() };
  const placeBelow = (place: Place, name: string, broughtBy: FetchNode): Place => {
    const known = place.below.get(name) ?? { broughtBy, below: new Map() };
    place.below.set(name, known);
    return known;
  };
  const add = (place: Place, fields: readonly AnswerField[], fetch: FetchNode): void => {
    for (const { keepAs, selections } of fields) add(placeBelow(place, keepAs, fetch), selections ?? [], fetch);
  };
  for (const { fetch, path } of fetchesOf(plan))
    add(
      path.filter((step) => step !== '@').reduce((place, step) => placeBelow(place, step, fetch), root),
      fetch.answer,
      fetch,
    );
  return root;
}
