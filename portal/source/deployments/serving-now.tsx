// Which supergraph answers at this moment, as the gateway itself says with each response, beside the one that is registered.

import { Badge } from '../parts/badge.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { supergraphOf } from './generation.ts';

interface Props {
  readonly variant: {
    readonly name: string;
    readonly registration: number;
    readonly subgraphs: number;
    readonly supergraph: string | null;
    readonly publishedAt: string | null;
  };
  readonly generation: string | null;
}

export function ServingNow({ variant, generation }: Props) {
  const { name, registration, subgraphs, supergraph, publishedAt } = variant;
  return (
    <dl className="facts-row card">
      <div>
        <dt>This gateway answers with</dt>
        <dd>
          <code>{generation ?? 'not said'}</code> <Standing supergraph={supergraph} generation={generation} />
        </dd>
      </div>
      <div>
        <dt>Registered in {name}</dt>
        <dd>
          <code title={supergraph ?? undefined}>{supergraph?.slice(0, 12) ?? 'nothing yet'}</code>
        </dd>
      </div>
      <div>
        <dt>Registration</dt>
        <dd>
          {registration} · {subgraphs} {subgraphs === 1 ? 'subgraph' : 'subgraphs'}
          {publishedAt && (
            <>
              {' · '}
              <TimeAgo at={publishedAt} />
            </>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Standing({ supergraph, generation }: Pick<Props, 'generation'> & { readonly supergraph: string | null }) {
  if (generation === null || supergraph === null) return null;
  return supergraph.startsWith(supergraphOf(generation)) ? (
    <Badge tone="good" title="The supergraph that is registered is the one that answers.">
      in force
    </Badge>
  ) : (
    <Badge
      tone="warning"
      title="The gateway answers with another supergraph: it serves another variant, or has not taken the new one yet."
    >
      another supergraph
    </Badge>
  );
}
