// The explorer: choose where to begin, then walk the lineage one hop at a time, drawn or as a list.

import { useState } from 'react';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { setSearch, useSearchParameter } from '../shell/use-location.ts';
import type { DrawnNode, ExploredGraph } from './explored-graph.ts';
import { ExplorerToolbar } from './explorer-toolbar.tsx';
import { GraphView } from './graph-view.tsx';
import { ListView } from './list-view.tsx';
import { NodeDetails } from './node-details.tsx';
import { nodeName } from './node-ref.ts';
import { StartingPoints } from './starting-points.tsx';
import { TrustNote } from './trust-note.tsx';
import { type ExplorationState, useExploration } from './use-exploration.ts';
import { useShownAs } from './use-shown-as.ts';
import { WaysPanel } from './ways-panel.tsx';

export function ExplorerView() {
  const [node] = useSearchParameter('node');
  return node ? <Explorer key={node} node={node} /> : <StartingPoints />;
}

function Explorer({ node }: { readonly node: string }) {
  const [at] = useSearchParameter('at');
  return (
    <>
      <ExplorerToolbar node={node} />
      {at && Number.isNaN(Date.parse(at)) ? <NoInstant at={at} /> : <Exploration node={node} />}
    </>
  );
}

function NoInstant({ at }: { readonly at: string }) {
  return <Empty title={`"${at}" is no instant.`}>Write one such as 2026-11-23T10:00:00Z, or choose one above.</Empty>;
}

function Exploration({ node }: { readonly node: string }) {
  const state = useExploration(node);
  return (
    <>
      {state.ways && <WaysPanel from={node} ways={state.ways} />}
      {state.graph ? <Explored state={state} graph={state.graph} /> : <NotExplored node={node} state={state} />}
    </>
  );
}

function Explored({ state, graph }: { readonly state: ExplorationState; readonly graph: ExploredGraph }) {
  const [shownAs] = useShownAs();
  const [wanted, setSelected] = useState(graph.root);
  const selected = graph.nodes.has(wanted) ? wanted : graph.root;
  const shared = { graph, state, selected, onSelect: setSelected, onCentre };
  return (
    <div className="explorer">
      <div>
        {shownAs === 'list' ? <ListView {...shared} /> : <GraphView {...shared} />}
        <TrustNote state={state} graph={graph} />
      </div>
      <NodeDetails {...shared} />
    </div>
  );
}

/** What was open around the former centre is of no use around another. */
function onCentre({ id, kind, coordinate }: DrawnNode): void {
  if (kind !== 'GROUP' && kind !== 'REDACTED')
    setSearch({ node: nodeName({ urn: id, coordinate }), open: null, to: null });
}

function NotExplored({ node, state }: { readonly node: string; readonly state: ExplorationState }) {
  if (state.problem && !state.error) return <DeniedNote what="The lineage" problem={state.problem} />;
  if (state.error) return <Failed title="The lineage cannot be shown." error={state.error} onRetry={state.retry} />;
  if (!state.isUnknown) return <Skeleton height={420} label="Asking for the lineage …" />;
  return (
    <Empty title={`The lineage has no ${node}, or none that you may know.`}>
      <p>
        Fields are written as <code>Type.field</code>, columns and products by their URNs. The search above finds both
        by any part of their names.
      </p>
    </Empty>
  );
}
