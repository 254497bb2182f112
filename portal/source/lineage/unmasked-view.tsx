// Where values with a tag get to without a mask on the way, although nobody says so there. For security.

import { type LineageNodeKind, LineageUnmaskedDocument } from '../generated/lineage.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { SearchField, Select } from '../parts/field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { useSearchParameter } from '../shell/use-location.ts';
import type { LineagePath } from './hop.ts';
import { nodeName } from './node-ref.ts';
import { WaySteps } from './way-steps.tsx';

const places: Readonly<Record<string, { readonly label: string; readonly kinds: readonly LineageNodeKind[] }>> = {
  '': { label: 'Fields and columns', kinds: ['GRAPHQL_FIELD', 'COLUMN'] },
  operations: { label: 'Operations of clients', kinds: ['OPERATION'] },
  elsewhere: { label: 'Tables, topics and products', kinds: ['TABLE', 'TOPIC', 'PRODUCT'] },
};

export function UnmaskedView() {
  const [tag, setTag] = useSearchParameter('tag');
  const [place, setPlace] = useSearchParameter('places');
  const options = Object.entries(places).map(([value, { label }]) => ({ value, label }));
  const known = places[place] ? place : '';
  return (
    <>
      <div className="fields view-choices">
        <SearchField label="Tag" hint="pii stands for pii.email as well" value={tag || 'pii'} onSearch={setTag} />
        <Select label="Gets to" value={known} options={options} onChange={setPlace} />
      </div>
      <UnmaskedOf tag={tag || 'pii'} kinds={places[known]!.kinds} />
    </>
  );
}

function UnmaskedOf({ tag, kinds }: { readonly tag: string; readonly kinds: readonly LineageNodeKind[] }) {
  const { data, previous, status, problems, error, reload } = useQuery(LineageUnmaskedDocument, {
    tag,
    toKinds: kinds,
  });
  const answer = (data ?? previous)?.unmaskedPaths;
  if (status === 'failed') return <Failed title="The ways cannot be shown." error={error} onRetry={reload} />;
  if (!answer && status === 'answered' && problems[0])
    return <DeniedNote what="Where data gets to without a mask" problem={problems[0]} />;
  if (!answer) return <Skeleton lines={8} />;
  if (answer.paths.length === 0)
    return (
      <Empty title={`Nothing that carries ${tag} gets anywhere without a mask.`}>
        {!answer.complete && <p>The answer is not complete: the lineage goes further than was looked.</p>}
      </Empty>
    );
  return (
    <>
      <p>
        {placesWords(answer.paths.length, answer.complete)} what carries <code>{tag}</code> without a mask; the shortest
        way to each.
      </p>
      <ol className="ways">
        {answer.paths.map((path) => (
          <li key={path.nodes.map(({ urn }) => urn).join(' ')}>
            <WaySteps path={path} />
            <Drawn path={path} />
          </li>
        ))}
      </ol>
    </>
  );
}

function placesWords(count: number, isComplete: boolean): string {
  if (!isComplete) return `At least ${count} places get`;
  return count === 1 ? 'One place gets' : `${count} places get`;
}

function Drawn({ path: { nodes } }: { readonly path: LineagePath }) {
  const [first, last] = [nodes[0]!, nodes.at(-1)!];
  if (first.kind === 'REDACTED' || last.kind === 'REDACTED') return null;
  return (
    <Link to={hrefOf('lineage', { node: nodeName(first), to: nodeName(last), direction: 'DOWNSTREAM' })}>Draw it</Link>
  );
}
