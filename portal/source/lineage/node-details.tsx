// All that is known of the node that is selected: what it is, what feeds it and what it feeds, in words, and where to go from it.

import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { setSearch } from '../shell/use-location.ts';
import { evidenceWords, transformWords } from './edge-words.ts';
import type { DrawnEdge, DrawnNode, ExploredGraph } from './explored-graph.ts';
import type { ExplorerProps } from './explorer-props.ts';
import { FieldFacts } from './field-facts.tsx';
import { canToggle } from './node-actions.ts';
import { nodeName } from './node-ref.ts';
import { countedSide, kindWords, nodeTitle } from './node-words.ts';
import { type Side, sides } from './side.ts';

export function NodeDetails(props: ExplorerProps) {
  const { graph, selected } = props;
  const node = graph.nodes.get(selected)!;
  return (
    <section className="node-details" aria-label={`About ${nodeTitle(node)}`}>
      <h2>{nodeTitle(node)}</h2>
      {node.kind === 'GROUP' && (
        <p>
          Neighbours of {graph.nodes.get(node.via!.id)!.label} that are not drawn. Enter draws some more of them; the
          search finds each by its name.
        </p>
      )}
      {node.kind === 'REDACTED' && (
        <p>
          The rules keep even their names from you. They are counted, so that what you see is not taken for everything.
        </p>
      )}
      {node.kind !== 'GROUP' && node.kind !== 'REDACTED' && <Known {...props} node={node} />}
    </section>
  );
}

function Known({ graph, state, node, onSelect, onCentre }: ExplorerProps & { readonly node: DrawnNode }) {
  const name = nodeName({ urn: node.id, coordinate: node.coordinate });
  const isRoot = node.id === graph.root;
  return (
    <>
      <p className="node-facts">
        <Badge>{kindWords[node.kind]}</Badge>
        {node.product && <Link to={hrefOf('product', { urn: node.product.urn })}>{node.product.name}</Link>}
      </p>
      {node.coordinate === null && (
        <p className="node-urn">
          <code>{node.id}</code>
        </p>
      )}
      {node.kind === 'GRAPHQL_FIELD' && <FieldFacts coordinate={node.coordinate!} />}
      <p className="node-buttons">
        {sides.map(
          (side) =>
            canToggle(node, side) && (
              <Button key={side} onClick={() => state.toggle(node, side)}>
                {node.isOpen[side] ? `Close ${side}` : `Show ${countedSide(node.hidden[side], side)}`}
              </Button>
            ),
        )}
        {!isRoot && <Button onClick={() => onCentre(node)}>Look at it</Button>}
        {!isRoot && <Button onClick={() => setSearch({ to: name })}>Ways from the centre</Button>}
        {node.coordinate && (
          <Link className="quiet-button" to={hrefOf('impact', { change: `${removal(node)}:${node.coordinate}` })}>
            What breaks if it goes?
          </Link>
        )}
      </p>
      {sides.map((side) => (
        <EdgeList key={side} side={side} node={node} graph={graph} onSelect={onSelect} />
      ))}
    </>
  );
}

function removal({ kind }: DrawnNode): string {
  return kind === 'GRAPHQL_TYPE' ? 'TYPE_REMOVED' : 'FIELD_REMOVED';
}

interface EdgeListProps {
  readonly side: Side;
  readonly node: DrawnNode;
  readonly graph: ExploredGraph;
  readonly onSelect: (id: string) => void;
}

function EdgeList({ side, node, graph, onSelect }: EdgeListProps) {
  const edges = graph.edges.filter(({ from, to }) => (side === 'sources' ? to : from) === node.id);
  if (edges.length === 0) return null;
  return (
    <>
      <h3>{side === 'sources' ? 'Comes from' : 'Goes to'}</h3>
      <ul className="edge-list">
        {edges.map((edge) => (
          <EdgeItem
            key={edge.id}
            edge={edge}
            other={graph.nodes.get(side === 'sources' ? edge.from : edge.to)!}
            onSelect={onSelect}
          />
        ))}
      </ul>
    </>
  );
}

interface EdgeItemProps {
  readonly edge: DrawnEdge;
  readonly other: DrawnNode;
  readonly onSelect: (id: string) => void;
}

function EdgeItem({ edge, other, onSelect }: EdgeItemProps) {
  return (
    <li>
      <button type="button" className="link-button" onClick={() => onSelect(other.id)}>
        <code>{nodeTitle(other)}</code>
      </button>
      <span className="edge-facts">{transformWords(edge)}</span>
      <span className="muted edge-facts">
        {evidenceWords(edge)}, {Math.round(edge.confidence * 100)} % sure, last <TimeAgo at={edge.lastSeen} />
      </span>
    </li>
  );
}
