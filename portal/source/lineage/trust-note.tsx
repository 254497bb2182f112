// How far what is shown can be trusted: of when it is, and what it does not show.

import { Button } from '../parts/button.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { useSearchParameter } from '../shell/use-location.ts';
import type { ExploredGraph } from './explored-graph.ts';
import { maxDrawn } from './place-nodes.ts';
import type { ExplorationState } from './use-exploration.ts';

interface Props {
  readonly state: ExplorationState;
  readonly graph: ExploredGraph;
}

export function TrustNote({ state: { trust, isAsking, hasGaps, retry }, graph }: Props) {
  const [at] = useSearchParameter('at');
  return (
    <p className="trust-note" role="status">
      {at ? 'The graph as it was known ' : 'As known '}
      {trust && <TimeAgo at={trust.asOf} />}
      {trust && !at && trust.indexLagSeconds >= 1 && `, up to ${Math.round(trust.indexLagSeconds)} s behind`}.{' '}
      {completenessWords(graph)}
      {trust?.isCut && ' Some node has more neighbours than are listed at once; its group counts them.'}
      {isAsking && ' Asking for more …'}
      {hasGaps && (
        <>
          {' Neighbours of some node did not come. '}
          <Button onClick={retry}>Ask again</Button>
        </>
      )}
    </p>
  );
}

function completenessWords({ nodes }: ExploredGraph): string {
  let [hidden, unknown] = [0, 0];
  for (const node of nodes.values()) {
    if (node.kind === 'GROUP') hidden += node.count;
    if (node.kind === 'REDACTED') unknown += node.count;
    hidden += node.hidden.sources + node.hidden.consumers;
  }
  const words = [
    nodes.size >= maxDrawn - 1
      ? `${maxDrawn} nodes is the most that is drawn: close something, or look at another node.`
      : null,
    hidden === 0
      ? 'Nothing next to these nodes is hidden.'
      : `${hidden.toLocaleString('en')} neighbours are not drawn yet.`,
    unknown > 0 ? `${unknown} that you may not know ${unknown === 1 ? 'is' : 'are'} counted without a name.` : null,
  ];
  return words.filter((word) => word !== null).join(' ');
}
