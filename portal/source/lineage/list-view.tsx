// The list: the graph as a tree (as WAI-ARIA describes one), for whoever cannot or does not want to read the drawing.

import { type KeyboardEvent, useMemo, useRef } from 'react';
import { classNames } from '../parts/class-names.ts';
import { transformWords } from './edge-words.ts';
import type { ExploredGraph } from './explored-graph.ts';
import type { ExplorerProps } from './explorer-props.ts';
import { expand, expandableSide } from './node-actions.ts';
import { elementOf, keepFocusAfter } from './node-element.ts';
import { hiddenWords, kindWords, nodeTitle } from './node-words.ts';
import { type TreeRow, treeRows } from './tree-rows.ts';

export function ListView({ graph, state, selected, onSelect, onCentre }: ExplorerProps) {
  const rows = useMemo(() => treeRows(graph), [graph]);
  const tree = useRef<HTMLDivElement>(null);
  const at = rows.findIndex(({ node }) => node.id === selected);
  const row = rows[at]!;
  const firstChild = rows.find(({ parent }) => parent === selected);

  function focus(id: string | undefined): void {
    if (id === undefined) return;
    onSelect(id);
    elementOf(tree.current!, id).focus();
  }
  function openOrClose({ node }: TreeRow): void {
    expand(node, state);
    if (node.kind === 'GROUP') keepFocusAfter(node, tree.current!, focus);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act(event.shiftKey);
  }

  const keys: Readonly<Record<string, (shift: boolean) => void>> = {
    ArrowDown: () => focus(rows[at + 1]?.node.id),
    ArrowUp: () => focus(rows[at - 1]?.node.id),
    Home: () => focus(graph.root),
    End: () => focus(rows.at(-1)!.node.id),
    ArrowRight: () => (isExpanded(row) ? focus(firstChild?.node.id) : openOrClose(row)),
    ArrowLeft: () => (isExpanded(row) && row.parent !== null ? openOrClose(row) : focus(row.parent ?? undefined)),
    Enter: (shift) => (shift ? onCentre(row.node) : openOrClose(row)),
    ' ': () => openOrClose(row),
  };

  return (
    <div
      className="lineage-tree"
      role="tree"
      aria-label={`Lineage of ${rows[0]!.node.label}`}
      aria-busy={state.isAsking}
      ref={tree}
      onKeyDown={onKeyDown}
    >
      {rows.map((each) => (
        <Row
          key={each.node.id}
          row={each}
          graph={graph}
          isSelected={each === row}
          onClick={() => {
            focus(each.node.id);
            if (each.node.kind === 'GROUP' || each === row) openOrClose(each);
          }}
        />
      ))}
    </div>
  );
}

interface RowProps {
  readonly row: TreeRow;
  readonly graph: ExploredGraph;
  readonly isSelected: boolean;
  readonly onClick: () => void;
}

function Row({ row, graph, isSelected, onClick }: RowProps) {
  const { node, level, side, place, siblings } = row;
  const edge = graph.edges.find(({ from, to }) =>
    side === 'sources' ? from === node.id && to === row.parent : from === row.parent && to === node.id,
  );
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys of its rows.
    <div
      role="treeitem"
      data-node={node.id}
      aria-level={level}
      aria-posinset={place}
      aria-setsize={siblings}
      aria-expanded={canBeExpanded(row) ? isExpanded(row) : undefined}
      aria-selected={isSelected}
      tabIndex={isSelected ? 0 : -1}
      className={classNames('tree-row', node.isOnPath && 'is-on-path')}
      style={{ paddingInlineStart: `${(level - 1) * 20 + 8}px` }}
      onClick={onClick}
    >
      <span className="tree-mark" aria-hidden="true">
        {canBeExpanded(row) ? (isExpanded(row) ? '▾' : '▸') : ''}
      </span>
      <span className="tree-text">
        <span className="node-label">{nodeTitle(node)}</span>
        <span className="muted tree-facts">
          {[
            side && (side === 'sources' ? 'source' : 'consumer'),
            kindWords[node.kind].toLowerCase(),
            edge && transformWords(edge),
            hiddenWords(node),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </span>
    </div>
  );
}

function isExpanded({ node }: TreeRow): boolean {
  const side = expandableSide(node);
  return node.via === null || (side !== null && node.isOpen[side]);
}

function canBeExpanded({ node }: TreeRow): boolean {
  return node.kind === 'GROUP' || node.via === null || expandableSide(node) !== null;
}
