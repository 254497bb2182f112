// One way through the lineage, step by step.

import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { evidenceWords, transformWords } from './edge-words.ts';
import { isUnknown, type LineageNode, type LineagePath } from './hop.ts';
import { nodeName } from './node-ref.ts';
import { kindWords } from './node-words.ts';

export function WaySteps({ path: { nodes, edges } }: { readonly path: LineagePath }) {
  return (
    <ol className="way-steps">
      {nodes.map((node, place) => (
        <li key={node.urn}>
          {place > 0 && edges[place - 1] && (
            <span className="way-step">
              <span aria-hidden="true">→ </span>
              {transformWords(edges[place - 1]!)} <span className="muted">({evidenceWords(edges[place - 1]!)})</span>
            </span>
          )}
          <WayNode node={node} />
        </li>
      ))}
    </ol>
  );
}

function WayNode({ node }: { readonly node: LineageNode }) {
  if (isUnknown(node)) return <em>one that you may not know</em>;
  return (
    <span>
      <Link to={hrefOf('lineage', { node: nodeName(node) })}>
        <code>{node.label}</code>
      </Link>{' '}
      <span className="muted">{kindWords[node.kind].toLowerCase()}</span>
    </span>
  );
}
