// Examples of how a product is asked: whether each is known to work, and its answer for this viewer.

import { type ExampleFragment, ProductExamplesDocument } from '../generated/product.ts';
import type { Problem } from '../graph/problem.ts';
import { Settled } from '../graph/settled.tsx';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Prose } from '../parts/prose.tsx';
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
  const query = useQuery(ProductExamplesDocument, { urn });
  useReloadOn(changes, query.reload);
  return (
    <Settled
      query={query}
      failure="The examples cannot be shown."
      skeleton={<Skeleton height={420} label="Loading the examples …" />}
    >
      {({ dataProduct }) => <Examples examples={dataProduct?.examples ?? null} problem={query.problems[0]} />}
    </Settled>
  );
}

interface ExamplesProps {
  readonly examples: readonly ExampleFragment[] | null;
  readonly problem: Problem | undefined;
}

function Examples({ examples, problem }: ExamplesProps) {
  if (!examples) return problem ? <DeniedNote what="How it is used" problem={problem} /> : null;
  if (examples.length === 0)
    return (
      <Empty title="Its contract shows no example.">
        <p>An example is a quality rule of the engine graphql-example; the platform runs it every day.</p>
      </Empty>
    );
  return examples.map((example) => (
    <Section key={example.id} title={example.name} note={<Verification example={example} />}>
      {example.description && (
        <p>
          <Prose text={example.description} />
        </p>
      )}
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
