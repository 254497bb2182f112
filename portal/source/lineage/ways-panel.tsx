// The ways between two nodes in words; the same ways are highlighted where the graph is drawn.

import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { setSearch, useSearchParameter } from '../shell/use-location.ts';
import { labelOfUrn } from './node-ref.ts';
import type { Ways } from './use-exploration.ts';
import { WaySteps } from './way-steps.tsx';

export function WaysPanel({ from, ways }: { readonly from: string; readonly ways: Ways }) {
  const [at] = useSearchParameter('at');
  return (
    <Section
      title={`Ways between ${labelOfUrn(from)} and ${labelOfUrn(ways.to)}`}
      note={at ? 'of the graph as it is now' : undefined}
      actions={<Button onClick={() => setSearch({ to: null })}>Close the ways</Button>}
    >
      <Found from={from} ways={ways} />
    </Section>
  );
}

function Found({ from, ways: { to, status, error, paths, isUnknown, isComplete } }: { from: string; ways: Ways }) {
  if (status === 'failed') return <Failed title="The ways cannot be shown." error={error} />;
  if (status === 'loading') return <Skeleton lines={2} label="Looking for ways …" />;
  if (isUnknown) return <p>One of the two is not in the lineage, or you may not know it.</p>;
  if (paths.length === 0)
    return (
      <p>
        Nothing of <code>{labelOfUrn(from)}</code> gets to <code>{labelOfUrn(to)}</code>, nor the other way round.
      </p>
    );
  return (
    <>
      <ol className="ways">
        {paths.map((path) => (
          <li key={path.nodes.map(({ urn }) => urn).join(' ')}>
            {path.masked && <Badge tone="good">masked on the way</Badge>}
            <WaySteps path={path} />
          </li>
        ))}
      </ol>
      {!isComplete && <p className="muted">There are more ways; these are the first of the shortest.</p>}
    </>
  );
}
