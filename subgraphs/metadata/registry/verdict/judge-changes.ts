// Looks up what verdicts need, for all changes of a registration at once: who asks for what they touch, what is made from it, and
// which pins the new versions leave.
import type { Queries } from '../../../../kit/postgres.ts';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import type { ProductVersion } from '../../../../schema/contract-changes/diff-contracts.ts';
import type { Coordinate } from '../../../../schema/coordinates.ts';
import type { Publication } from '../../../../schema/publication.ts';
import { type Reach, reachOf } from '../../lineage/reach.ts';
import { type KnownUses, knownUsesOf } from '../../usage/known-uses.ts';
import { isRemovalOfField, type JudgedChange } from './judged-change.ts';
import { trafficWindow } from './traffic-window.ts';
import { usedCoordinates } from './used-coordinates.ts';
import { judge } from './verdict.ts';

export interface ProductChanges {
  readonly before: ProductVersion;
  readonly changes: readonly ContractChange[];
}

/** What the graph becomes, and which of its products this registration brings. */
export interface Candidate {
  readonly classifications: Publication['classifications'];
  readonly products: ReadonlySet<string>;
}

/** @returns the changes of each product, in the order given */
export async function judgeChanges(
  queries: Queries,
  products: readonly ProductChanges[],
  candidate: Candidate,
  now: Date,
): Promise<JudgedChange[][]> {
  const touched = new Map<ContractChange, Touched>();
  for (const { before, changes } of products)
    for (const change of changes)
      if (change.severity === 'BREAKING') touched.set(change, await touchedBy(queries, change, before, candidate));
  const asked = [...new Set([...touched.values()].flatMap(({ coordinates }) => coordinates))];
  const traffic = asked.length === 0 ? noTraffic : await knownUsesOf(queries, asked, trafficWindow(now));
  return products.map(({ before, changes }) =>
    changes.map((change) => {
      const { coordinates, downstream } = touched.get(change) ?? untouched;
      return judge(change, {
        traffic: { ...traffic, uses: traffic.uses.filter(({ coordinate }) => coordinates.includes(coordinate)) },
        downstream,
        isServedElsewhere: isServedElsewhere(change, before.contract.product, candidate),
      });
    }),
  );
}

interface Touched {
  /** Of which use is noticed: those that the change is about, and what is made from them. */
  readonly coordinates: readonly Coordinate[];
  readonly downstream: Reach;
}

const untouched: Touched = { coordinates: [], downstream: { coordinates: [], products: [], complete: true } };
const noTraffic: KnownUses = { coversWindow: true, knownSince: null, uses: [] };

async function touchedBy(
  queries: Queries,
  change: ContractChange,
  before: ProductVersion,
  candidate: Candidate,
): Promise<Touched> {
  const own = usedCoordinates(change, before);
  const reach = await reachOf(queries, own, 'DOWNSTREAM');
  const coordinates = reach.coordinates.filter((coordinate) => isOfOthers(coordinate, candidate));
  const products = reach.products.filter((product) => product !== before.contract.product);
  return { coordinates: [...own, ...coordinates], downstream: { ...reach, coordinates, products } };
}

/** Products that are registered along with it speak for themselves: they may have stopped reading what goes. */
function isOfOthers(coordinate: Coordinate, { classifications, products }: Candidate): boolean {
  const owner = classifications.get(coordinate)?.product;
  return owner !== undefined && !products.has(owner);
}

/** Another product has taken it over. A field that is only hidden is still in the contract of its own. */
function isServedElsewhere(
  { kind, coordinate }: ContractChange,
  product: string,
  { classifications }: Candidate,
): boolean {
  const owner = classifications.get(coordinate)?.product;
  return isRemovalOfField(kind) && owner !== undefined && owner !== product;
}
