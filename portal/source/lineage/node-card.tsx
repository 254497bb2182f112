// One node of the drawing: what it is, and on each side how much of it is not drawn, which a click opens or closes.

import { classNames } from '../parts/class-names.ts';
import type { DrawnNode } from './explored-graph.ts';
import { nodeSize, type Position } from './graph-layout.ts';
import { canToggle } from './node-actions.ts';
import { countedSide, kindWords, nodeTitle, nodeWords } from './node-words.ts';
import { type Side, sides } from './side.ts';
import type { ExplorationState } from './use-exploration.ts';

interface Props {
  readonly node: DrawnNode;
  readonly at: Position;
  readonly isSelected: boolean;
  readonly onSelect: (id: string) => void;
  readonly onCentre: (node: DrawnNode) => void;
  readonly actions: Pick<ExplorationState, 'toggle' | 'showMore'>;
}

export function NodeCard({ node, at, isSelected, onSelect, onCentre, actions }: Props) {
  const { kind, product, via, isOnPath } = node;
  function onClick(): void {
    onSelect(node.id);
    if (kind === 'GROUP') actions.showMore(node);
  }
  return (
    <div className="node-place" style={{ left: at.x, top: at.y, ...nodeSize }}>
      <button
        type="button"
        data-node={node.id}
        className={classNames(
          'node-card',
          `node-${kind.toLowerCase()}`,
          isOnPath && 'is-on-path',
          via === null && 'is-root',
        )}
        tabIndex={isSelected ? 0 : -1}
        aria-current={isSelected}
        title={nodeTitle(node)}
        onClick={onClick}
        onDoubleClick={() => onCentre(node)}
      >
        <span className="node-kind">{[kindWords[kind], product?.name].filter(Boolean).join(' · ')}</span>
        <span className="node-label">{nodeTitle(node)}</span>
        <span className="visually-hidden">{nodeWords(node)}</span>
      </button>
      {sides.map(
        (side) => canToggle(node, side) && <SideButton key={side} node={node} side={side} onToggle={actions.toggle} />,
      )}
    </div>
  );
}

interface SideProps {
  readonly node: DrawnNode;
  readonly side: Side;
  readonly onToggle: (node: DrawnNode, side: Side) => void;
}

function SideButton({ node, side, onToggle }: SideProps) {
  const { [side]: isOpen } = node.isOpen;
  const count = node.hidden[side].toLocaleString('en');
  const label = isOpen
    ? `Close the ${side} of ${node.label}`
    : `Show ${countedSide(node.hidden[side], side)} of ${node.label}`;
  return (
    <button
      type="button"
      className={`node-side node-side-${side}`}
      // The keys of the drawing do the same; one stop in the tab order is enough for a node.
      tabIndex={-1}
      aria-label={label}
      title={label}
      onClick={() => onToggle(node, side)}
    >
      {isOpen ? '−' : side === 'sources' ? `← ${count}` : `${count} →`}
    </button>
  );
}
