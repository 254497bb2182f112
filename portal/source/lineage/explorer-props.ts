// What the drawing, the list and the details of a node share.

import type { DrawnNode, ExploredGraph } from './explored-graph.ts';
import type { ExplorationState } from './use-exploration.ts';

export interface ExplorerProps {
  readonly graph: ExploredGraph;
  readonly state: ExplorationState;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
  readonly onCentre: (node: DrawnNode) => void;
}
