// The edges of the drawing. Dashed: the source only decides. Hollow arrow: only a contract says it; filled: it was seen; with a bar:
// both. What is masked says so in a word.

import { memo } from 'react';
import { classNames } from '../parts/class-names.ts';
import { type Evidence, evidenceOf } from './edge-words.ts';
import type { DrawnEdge, ExploredGraph } from './explored-graph.ts';
import { edgeLine, type GraphLayout, middleOfEdge } from './graph-layout.ts';

interface Props {
  readonly graph: ExploredGraph;
  readonly layout: GraphLayout;
  readonly selected: string;
}

/** Decoration for the eye: the details of each node say the same in words. */
export const EdgeLines = memo(function EdgeLines({ graph: { edges, nodes }, layout, selected }: Props) {
  const placeOf = (id: string) => layout.positions.get(id)!;
  const groups = [...nodes.values()].filter(({ kind }) => kind === 'GROUP');
  return (
    <div aria-hidden="true">
      <svg aria-hidden="true" className="drawing-lines" width={layout.width} height={layout.height}>
        <defs>
          {looks.map((look) => evidences.map((evidence) => <Arrow key={look + evidence} {...{ look, evidence }} />))}
        </defs>
        {groups.map(({ id, via }) => {
          const [from, to] = via!.side === 'sources' ? [id, via!.id] : [via!.id, id];
          return <path key={id} className="line line-group" d={edgeLine(placeOf(from), placeOf(to))} />;
        })}
        {edges.map((edge) => (
          <path
            key={edge.id}
            className={classNames('line', `line-${edge.transform.toLowerCase()}`, `line-${lookOf(edge, selected)}`)}
            d={edgeLine(placeOf(edge.from), placeOf(edge.to))}
            markerEnd={`url(#${arrowId(lookOf(edge, selected), evidenceOf(edge))})`}
          />
        ))}
      </svg>
      {edges
        .filter(({ masking }) => masking)
        .map((edge) => (
          <MaskedMark key={edge.id} edge={edge} layout={layout} />
        ))}
    </div>
  );
});

function MaskedMark({ edge: { from, to }, layout }: { readonly edge: DrawnEdge; readonly layout: GraphLayout }) {
  const { x, y } = middleOfEdge(layout.positions.get(from)!, layout.positions.get(to)!);
  return (
    <span className="masked-mark" style={{ left: x, top: y }}>
      masked
    </span>
  );
}

type Look = 'plain' | 'near' | 'path';

const looks: readonly Look[] = ['plain', 'near', 'path'];
const evidences: readonly Evidence[] = ['declared', 'observed', 'both'];

function lookOf({ isOnPath, from, to }: DrawnEdge, selected: string): Look {
  if (isOnPath) return 'path';
  return from === selected || to === selected ? 'near' : 'plain';
}

export function arrowId(look: Look, evidence: Evidence): string {
  return `arrow-${look}-${evidence}`;
}

function Arrow({ look, evidence }: { readonly look: Look; readonly evidence: Evidence }) {
  return (
    <marker
      id={arrowId(look, evidence)}
      className={`arrow arrow-${look}`}
      viewBox="0 0 14 12"
      refX="13"
      refY="6"
      markerWidth="14"
      markerHeight="12"
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M4,1 L13,6 L4,11 z" className={evidence === 'declared' ? 'arrow-hollow' : 'arrow-filled'} />
      {evidence === 'both' && <path d="M1.5,1 V11" className="arrow-bar" />}
    </marker>
  );
}
