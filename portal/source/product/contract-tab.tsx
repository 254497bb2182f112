// What is promised: the fields with what the viewer may read of them, the versions, and what one changed against another.

import { useState } from 'react';
import { ContractTextDocument, type ProductContractData, ProductContractDocument } from '../generated/product.ts';
import { useQuery } from '../graph/use-query.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Select } from '../parts/field.tsx';
import { Section } from '../parts/section.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { setSearch, useSearchParameter } from '../shell/use-location.ts';
import { ContractComparison } from './contract-comparison.tsx';
import { ContractFields } from './contract-fields.tsx';
import type { FieldsByAccess } from './field-access.ts';
import { lifecycleWords, plainWord } from './product-words.ts';
import { useReloadOn } from './use-reload-on.ts';

interface Props {
  /** Of the contract: `orders/orders`. */
  readonly id: string;
  readonly access: FieldsByAccess | null;
  readonly changes: number;
}

type Version = NonNullable<ProductContractData['contract']>['versions']['nodes'][number];

export function ContractTab({ id, access, changes }: Props) {
  const { data, previous, status, error, problems, reload } = useQuery(ProductContractDocument, { id });
  useReloadOn(changes, reload);
  if (status === 'failed') return <Failed title="The contract cannot be shown." error={error} onRetry={reload} />;
  const answer = data ?? previous;
  if (!answer) return <Skeleton height={640} label="Loading the contract …" />;
  const { contract } = answer;
  if (!contract) return <Empty title="The product has no contract in force." />;
  return (
    <>
      <Versions id={id} versions={contract.versions.nodes} current={contract.current.version} />
      <ContractFields fields={contract.current.fields} access={access} problems={problems} />
      <ContractSource id={id} version={contract.current.version} />
    </>
  );
}

const columns: readonly Column<Version>[] = [
  { key: 'version', title: 'Version', isRowHeader: true, cell: ({ version }) => version },
  {
    key: 'status',
    title: 'State',
    cell: ({ status }) => <Badge tone={lifecycleWords[status].tone}>{lifecycleWords[status].word}</Badge>,
  },
  {
    key: 'asked',
    title: 'Size of the change',
    cell: ({ requiredBump }) => (requiredBump ? plainWord(requiredBump) : '–'),
  },
  { key: 'at', title: 'Registered', cell: ({ registeredAt }) => <TimeAgo at={registeredAt} /> },
  { key: 'by', title: 'By', cell: ({ registeredBy }) => registeredBy ?? '–' },
];

interface VersionsProps {
  readonly id: string;
  readonly versions: readonly Version[];
  readonly current: string;
}

function Versions({ id, versions, current }: VersionsProps) {
  const [wanted] = useSearchParameter('version');
  const [base] = useSearchParameter('compare');
  const options = versions.map(({ version }) => ({
    value: version,
    label: version === current ? `${version} (in force)` : version,
  }));
  const version = options.find(({ value }) => value === wanted)?.value ?? current;
  const compared = options.find(({ value }) => value === base && value !== version)?.value;
  return (
    <Section title="Versions">
      <Table
        caption="Versions of the contract, the newest first"
        columns={columns}
        rows={versions}
        rowKey={({ version: key }) => key}
      />
      {versions.length > 1 && (
        <div className="fields compare-fields">
          <Select label="Version" value={version} options={options} onChange={(next) => setSearch({ version: next })} />
          <Select
            label="Compare with"
            value={compared ?? ''}
            options={[{ value: '', label: 'Choose a version' }, ...options.filter(({ value }) => value !== version)]}
            onChange={(next) => setSearch({ version, compare: next })}
          />
        </div>
      )}
      {compared && <ContractComparison {...{ id, ...inOrder(versions, version, compared) }} />}
    </Section>
  );
}

/** What changed is told from the older to the newer one, whichever was chosen first. */
function inOrder(
  versions: readonly Version[],
  one: string,
  other: string,
): { readonly base: string; readonly version: string } {
  const placeOf = (wanted: string) => versions.findIndex(({ version }) => version === wanted);
  return placeOf(one) < placeOf(other) ? { base: other, version: one } : { base: one, version: other };
}

function ContractSource({ id, version }: { readonly id: string; readonly version: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Section title="The contract itself" note={`ODCS, version ${version}, byte for byte as registered`}>
      {open ? (
        <ContractText id={id} version={version} />
      ) : (
        <Button onClick={() => setOpen(true)}>Show the contract</Button>
      )}
    </Section>
  );
}

function ContractText({ id, version }: { readonly id: string; readonly version: string }) {
  const { data, status, error, problems, reload } = useQuery(ContractTextDocument, { id, version });
  if (status === 'loading') return <Skeleton height={320} label="Loading the text …" />;
  const text = data?.contract?.version;
  if (!text?.odcs)
    return (
      <Failed
        title="The text of the contract is not shown."
        error={error ?? problems[0] ?? { message: 'It names something that you may not know of.' }}
        onRetry={reload}
      />
    );
  return (
    <>
      <p className="muted">
        SHA-256 <code className="coordinate">{text.sha256}</code>
        {text.sourceRevision && (
          <>
            , from <code>{text.sourceRevision}</code>
          </>
        )}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1). */}
      <pre className="code-block" tabIndex={0}>
        {text.odcs}
      </pre>
    </>
  );
}
