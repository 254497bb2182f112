// The drawing: sources left, consumers right. Nodes are buttons, one of which is in the tab order; arrow keys walk from one to the
// next along the edges.

import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { Button } from '../parts/button.tsx';
import { EdgeLines } from './edge-lines.tsx';
import type { ExploredGraph } from './explored-graph.ts';
import type { ExplorerProps } from './explorer-props.ts';
import { graphLayout } from './graph-layout.ts';
import { Legend } from './legend.tsx';
import { canToggle, expand } from './node-actions.ts';
import { NodeCard } from './node-card.tsx';
import { elementOf, keepFocusAfter } from './node-element.ts';
import { nodeName } from './node-ref.ts';
import type { Side } from './side.ts';
import type { ExplorationState } from './use-exploration.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';
import { isArrowKey, nodeAtArrow } from './walk-graph.ts';

const zooms: readonly number[] = [0.5, 0.75, 1, 1.25];

export function GraphView({ graph, state, selected, onSelect, onCentre }: ExplorerProps) {
  const layout = useMemo(() => graphLayout(graph), [graph]);
  const [zoom, setZoom] = useState(1);
  const canvas = useRef<HTMLDivElement>(null);
  const found = (selected === graph.root && endOfWays(state, graph)) || foundBeside(selected, graph);
  const steadyScroll = useSteadyScroll(canvas, layout, selected, zoom, found);
  const node = graph.nodes.get(selected)!;

  function focus(id: string): void {
    onSelect(id);
    const element = elementOf(canvas.current!, id);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const isNode = (event.target as HTMLElement).dataset.node !== undefined;
    if (!isNode) return;
    const { key, shiftKey } = event;
    if (key === 'Enter') (shiftKey ? onCentre : openOrClose)(node);
    else if (shiftKey && sideOfKey[key]) toggle(sideOfKey[key]);
    else if (isArrowKey(key)) focus(nodeAtArrow(selected, key, graph, layout) ?? selected);
    else if (key === 'Home') focus(graph.root);
    else return;
    event.preventDefault();
  }

  function openOrClose(): void {
    expand(node, state);
    if (node.kind === 'GROUP') keepFocusAfter(node, canvas.current!, focus);
  }
  function toggle(side: Side): void {
    if (canToggle(node, side)) state.toggle(node, side);
  }

  return (
    <div className="drawing">
      <div className="drawing-tools">
        <Legend />
        <Button disabled={zoom === zooms[0]} aria-label="Smaller" onClick={() => setZoom(step(zoom, -1))}>
          −
        </Button>
        <Button disabled={zoom === zooms.at(-1)} aria-label="Larger" onClick={() => setZoom(step(zoom, 1))}>
          +
        </Button>
        <Button onClick={() => focus(graph.root)}>To the centre</Button>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs; the keys bubble up from the nodes, which are buttons. */}
      <div
        className="drawing-canvas"
        role="group"
        aria-label={`Lineage of ${graph.nodes.get(graph.root)!.label}`}
        aria-describedby="drawing-keys"
        aria-busy={state.isAsking}
        ref={canvas}
        onKeyDown={onKeyDown}
        onScroll={steadyScroll}
      >
        <div className="drawing-plane" style={{ width: layout.width, height: layout.height, zoom }}>
          <EdgeLines graph={graph} layout={layout} selected={selected} />
          {layout.columns.flat().map((id) => (
            <NodeCard
              key={id}
              node={graph.nodes.get(id)!}
              at={layout.positions.get(id)!}
              isSelected={id === selected}
              onSelect={focus}
              onCentre={onCentre}
              actions={state}
            />
          ))}
        </div>
      </div>
      <p id="drawing-keys" className="drawing-keys muted">
        Arrow keys walk the graph. <kbd>Enter</kbd> shows what comes next or closes it, <kbd>Shift</kbd> with{' '}
        <kbd>←</kbd> or <kbd>→</kbd> opens one side, <kbd>Shift</kbd>+<kbd>Enter</kbd> looks at the node,{' '}
        <kbd>Home</kbd> goes back to the centre.
      </p>
    </div>
  );
}

function foundBeside(selected: string, { nodes }: ExploredGraph): string | null {
  return [...nodes.values()].find(({ via }) => via?.id === selected)?.id ?? null;
}

/** Null while there is no other end, or it is not drawn. */
function endOfWays({ ways }: ExplorationState, { nodes }: ExploredGraph): string | null {
  return [...nodes.values()].find(({ id, coordinate }) => nodeName({ urn: id, coordinate }) === ways?.to)?.id ?? null;
}

const sideOfKey: Readonly<Record<string, Side>> = { ArrowLeft: 'sources', ArrowRight: 'consumers' };

function step(zoom: number, by: number): number {
  return zooms[zooms.indexOf(zoom) + by] ?? zoom;
}
