// Examples of how a product is asked: whether each is known to work, and its answer for this viewer.

import { type ExampleFragment, ProductExamplesDocument } from '../generated/product.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { ExampleRunner } from './example-runner.tsx';
import { useReloadOn } from './use-reload-on.ts';

interface Props {
  readonly urn: string;
  readonly changes: number;
}

export function ExamplesTab({ urn, changes }: Props) {
  const { data, previous, status, error, problems, reload } = useQuery(ProductExamplesDocument, { urn });
  useReloadOn(changes, reload);
  if (status === 'failed') return <Failed title="The examples cannot be shown." error={error} onRetry={reload} />;
  const product = (data ?? previous)?.dataProduct;
  if (!product) return <Skeleton height={420} label="Loading the examples …" />;
  const { examples } = product;
  if (!examples) return problems[0] ? <DeniedNote what="How it is used" problem={problems[0]} /> : null;
  if (examples.length === 0)
    return (
      <Empty title="Its contract shows no example.">
        <p>An example is a quality rule of the engine graphql-example; the platform runs it every day.</p>
      </Empty>
    );
  return examples.map((example) => (
    <Section key={example.id} title={example.name} note={<Verification example={example} />}>
      {example.description && <p>{example.description}</p>}
      <ExampleRunner example={example} />
    </Section>
  ));
}

function Verification({ example: { verified, verifiedAt, reason } }: { readonly example: ExampleFragment }) {
  if (verified)
    return (
      <>
        <Badge tone="good">✓ Verified</Badge> it worked <TimeAgo at={verifiedAt!} />
      </>
    );
  return (
    <>
      <Badge tone="warning">Not verified</Badge> {reason}
      {verifiedAt && (
        <>
          {' '}
          It last worked <TimeAgo at={verifiedAt} />.
        </>
      )}
    </>
  );
}
