// What applying a tree would do to the registry: subgraph by subgraph, from what the tree holds and what is registered.
import { platformSubgraph } from '../../schema/project-subgraphs.ts';
import { subgraphDigest } from '../../schema/subgraph-digest.ts';
import type { SubgraphFolder } from '../../schema/subgraph-folders.ts';
import type { ListedSubgraph } from '../registry-listing.ts';

export type PlannedAction = 'add' | 'change' | 'unchanged' | 'prune' | 'keep';

export interface PlannedSubgraph {
  readonly subgraph: string;
  readonly action: PlannedAction;
  /** Where the gateway is to find it; null: where it does. */
  readonly url: string | null;
  /** What is registered now; null: nothing. */
  readonly registered: Pick<ListedSubgraph, 'sourceRevision' | 'registeredBy'> | null;
  /** What is registered differs from the tree, and did not come from its history: somebody registered it from elsewhere. */
  readonly drift: boolean;
}

export interface ApplyInput {
  readonly folders: readonly SubgraphFolder[];
  readonly registered: readonly ListedSubgraph[];
  /** Where a subgraph is to be found; null: nothing says so, it stays where it is. */
  readonly urlOf: (subgraph: string) => string | null;
  /** Whether subgraphs that are not in the tree are to go. */
  readonly prune: boolean;
  /** Whether a revision belongs to the history of the tree. */
  readonly isOurs: (revision: string) => boolean;
}

/** In the order of names. The metadata subgraph comes with the platform: a tree that does not hold it leaves it alone. */
export function planApply({ folders, registered, urlOf, prune, isOurs }: ApplyInput): PlannedSubgraph[] {
  const before = new Map(registered.map((one) => [one.name, one]));
  const inTree = new Set(folders.map(({ name }) => name));
  const written = folders.map((folder) => {
    const former = before.get(folder.name) ?? null;
    const action = actionOf(folder, former, urlOf(folder.name));
    return planned(folder.name, action, { former, url: urlOf(folder.name), isOurs });
  });
  const others = registered
    .filter(({ name }) => !inTree.has(name) && name !== platformSubgraph)
    .map((former) => planned(former.name, prune ? 'prune' : 'keep', { former, url: null, isOurs }));
  return [...written, ...others].sort((a, b) => (a.subgraph < b.subgraph ? -1 : 1));
}

export function isWritten({ action }: PlannedSubgraph): boolean {
  return action === 'add' || action === 'change' || action === 'prune';
}

function actionOf(folder: SubgraphFolder, former: ListedSubgraph | null, url: string | null): PlannedAction {
  if (former === null) return 'add';
  const isSame = former.digest === subgraphDigest(folder) && (url === null || url === former.url);
  return isSame ? 'unchanged' : 'change';
}

interface Circumstances {
  readonly former: ListedSubgraph | null;
  readonly url: string | null;
  readonly isOurs: (revision: string) => boolean;
}

function planned(subgraph: string, action: PlannedAction, { former, url, isOurs }: Circumstances): PlannedSubgraph {
  const registered =
    former === null ? null : { sourceRevision: former.sourceRevision, registeredBy: former.registeredBy };
  const drift = action !== 'unchanged' && registered !== null && !isOurs(registered.sourceRevision);
  return { subgraph, action, url, registered, drift };
}
