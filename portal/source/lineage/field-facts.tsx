// What the contract says of a field, and what the field takes over from its sources.

import { LineageFieldFactsDocument } from '../generated/lineage.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { Prose } from '../parts/prose.tsx';
import { Skeleton } from '../parts/skeleton.tsx';

export function FieldFacts({ coordinate }: { readonly coordinate: string }) {
  const { data, status, problems, error } = useQuery(LineageFieldFactsDocument, { coordinate });
  if (status === 'loading') return <Skeleton lines={2} label="Asking for the field …" />;
  const field = data?.field;
  if (!field) return <p className="muted">{problems[0]?.reason ?? error?.message ?? 'No contract describes it.'}</p>;
  const { classification, deprecationReason } = field;
  return (
    <>
      <p className="node-facts">
        <code>{field.type}</code>
        {classification && <Badge>{classification.level.toLowerCase()}</Badge>}
        {classification?.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
        {classification?.masking && <Badge tone="good">gives nothing away</Badge>}
        {deprecationReason && <Badge tone="warning">deprecated</Badge>}
      </p>
      {field.description && (
        <p>
          <Prose text={field.description} />
        </p>
      )}
      {deprecationReason && <p>Deprecated: {deprecationReason}</p>}
      {classification?.inheritedFrom && classification.inheritedFrom.length > 0 && (
        <p>
          Made from what is {classification.effectiveLevel?.toLowerCase()}:{' '}
          {classification.inheritedFrom.map((source) => (
            <Coordinate key={source} of={source} />
          ))}
        </p>
      )}
    </>
  );
}
