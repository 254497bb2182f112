// Who registered what in a variant and why, with the step that each product took, and the way back.

import type { RegistrationsData } from '../generated/deployments.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import type { Tone } from '../parts/tone.ts';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { Revision } from './revision.tsx';

export type Registration = NonNullable<RegistrationsData['registrations']>['nodes'][number];
type Step = Registration['subgraphs'][number];

const tones: Readonly<Record<Registration['kind'], Tone>> = {
  PUBLISH: 'neutral',
  PROMOTE: 'good',
  ROLLBACK: 'warning',
  DELETE: 'bad',
};

interface Props {
  readonly registrations: readonly Registration[];
  /** The number of the registration in force. */
  readonly latest: number;
  readonly onRollBack: (registration: Registration) => void;
}

export function RegistrationsTable({ registrations, latest, onRollBack }: Props) {
  const columns: readonly Column<Registration>[] = [
    { key: 'number', title: '#', cell: ({ number }) => number, isRowHeader: true },
    { key: 'kind', title: 'What', cell: (registration) => <Kind registration={registration} /> },
    { key: 'steps', title: 'Products', cell: ({ subgraphs }) => <Steps steps={subgraphs} /> },
    { key: 'reason', title: 'Why', cell: ({ reason }) => reason ?? <span className="muted">not said</span> },
    { key: 'revision', title: 'Commit', cell: ({ sourceRevision }) => <Revision of={sourceRevision} /> },
    {
      key: 'when',
      title: 'When',
      cell: ({ registeredAt, registeredBy }) => (
        <>
          <TimeAgo at={registeredAt} /> by {registeredBy}
        </>
      ),
    },
    {
      key: 'back',
      title: 'Way back',
      cell: (registration) =>
        registration.number === latest ? (
          <Badge tone="good">in force</Badge>
        ) : (
          <Button
            className="small-button"
            aria-label={`Go back to registration ${registration.number}`}
            onClick={() => onRollBack(registration)}
          >
            Go back to it
          </Button>
        ),
    },
  ];
  return <Table caption="Registrations" columns={columns} rows={registrations} rowKey={({ number }) => number} />;
}

function Kind({ registration: { kind, origin } }: { readonly registration: Registration }) {
  return (
    <>
      <Badge tone={tones[kind]}>{kind.toLowerCase()}</Badge>
      {origin && (
        <span className="muted">
          {' '}
          {kind === 'ROLLBACK' ? 'to' : 'of'} {origin.variant} {origin.number}
        </span>
      )}
    </>
  );
}

function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ul className="plain-list">
      {steps.map(({ name, change, products }) => (
        <li key={name}>
          {name} {change.toLowerCase()}
          {products.length > 0 && (
            <ul className="plain-list product-steps">
              {products.map((step) => (
                <li key={step.product}>
                  <ProductStep {...step} />
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
    </ul>
  );
}

function ProductStep({ product, version, previousVersion }: Step['products'][number]) {
  return (
    <>
      <Link to={hrefOf('product', { urn: `gordian:product:${product}`, tab: 'contract' })}>{product}</Link>{' '}
      {previousVersion === null ? 'new' : previousVersion} → {version ?? 'gone'}
    </>
  );
}
