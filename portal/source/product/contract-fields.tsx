// The fields of a product: what each is, how it is protected, what the viewer may read of it, and what is to go.

import type { ReactNode } from 'react';
import type { ContractFieldFragment as Field } from '../generated/product.ts';
import type { Problem } from '../graph/problem.ts';
import { Badge } from '../parts/badge.tsx';
import { Coordinate } from '../parts/coordinate.tsx';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { SearchField } from '../parts/field.tsx';
import { Prose } from '../parts/prose.tsx';
import { Section } from '../parts/section.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { TimeAgo } from '../parts/time-ago.tsx';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { useSearchParameter } from '../shell/use-location.ts';
import { type FieldsByAccess, fieldAccess } from './field-access.ts';
import { LevelBadge } from './product-badges.tsx';

interface Props {
  readonly fields: readonly Field[] | null;
  readonly access: FieldsByAccess | null;
  readonly problems: readonly Problem[];
}

export function ContractFields({ fields, access, problems }: Props) {
  const [search, setSearch] = useSearchParameter('field');
  if (!fields) {
    const [problem] = problems;
    if (!problem) return null;
    return (
      <Section title="Fields">
        <DeniedNote what="The list of fields" problem={problem} />
      </Section>
    );
  }
  const shown = fields.filter((field) => contains(field, search.toLowerCase()));
  return (
    <Section title="Fields" note={`${shown.length} of ${fields.length}`}>
      <div className="fields">
        <SearchField
          label="Narrow the fields"
          hideLabel
          className="field-search"
          placeholder="Name, description or tag"
          value={search}
          onSearch={(next) => setSearch(next, { replace: true })}
        />
      </div>
      {shown.length === 0 ? (
        <Empty title="No field is like that." />
      ) : (
        <Table
          caption="Fields of the product"
          columns={columnsFor(access, fields)}
          rows={shown}
          rowKey={({ coordinate }) => coordinate}
        />
      )}
    </Section>
  );
}

function columnsFor(access: FieldsByAccess | null, fields: readonly Field[]): readonly Column<Field>[] {
  return [
    { key: 'field', title: 'Field', isRowHeader: true, sortBy: ({ coordinate }) => coordinate, cell: nameCell },
    {
      key: 'level',
      title: 'Classification',
      sortBy: ({ classification }) => levels.indexOf(classification?.level ?? 'PUBLIC'),
      cell: classificationCell,
    },
    {
      key: 'access',
      title: 'My access',
      sortBy: ({ coordinate }) => fieldAccess(access, coordinate)?.word,
      cell: ({ coordinate }) => accessCell(access, coordinate),
    },
    ...(fields.some(({ deprecation }) => deprecation) ? [deprecationColumn] : []),
  ];
}

const deprecationColumn: Column<Field> = {
  key: 'going',
  title: 'Deprecation',
  sortBy: ({ deprecation }) => deprecation?.sunsetAt,
  cell: deprecationCell,
};

const levels = ['PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'];

function nameCell({ coordinate, type, description }: Field): ReactNode {
  return (
    <>
      <Coordinate of={coordinate} /> <code className="muted">{type}</code>
      {description && (
        <span className="field-description">
          <Prose text={description} />
        </span>
      )}
    </>
  );
}

function classificationCell({ classification }: Field): ReactNode {
  if (!classification) return '–';
  const { level, tags, masking, residency, retention } = classification;
  const more = [
    ...tags,
    masking && 'gives nothing away of its sources',
    residency.length > 0 && `stays in ${residency.join(', ')}`,
    retention && `kept ${retention}`,
  ].filter(Boolean);
  return (
    <>
      <LevelBadge level={level} />
      {more.length > 0 && <span className="field-description">{more.join(' · ')}</span>}
    </>
  );
}

function accessCell(access: FieldsByAccess | null, coordinate: string): ReactNode {
  const found = fieldAccess(access, coordinate);
  if (!found) return '–';
  return (
    <>
      <Badge tone={found.tone}>{found.word}</Badge>
      {found.canAsk && (
        <>
          {' '}
          <Link to={hrefOf('access', { coordinate })} aria-label={`Request access to ${coordinate}`}>
            Request
          </Link>
        </>
      )}
    </>
  );
}

function deprecationCell({ deprecation }: Field): ReactNode {
  if (!deprecation) return '';
  const { reason, replacement, sunsetAt, remainingConsumers, readyToRemove } = deprecation;
  return (
    <>
      <Badge tone="warning">Deprecated</Badge>{' '}
      {sunsetAt && (
        <>
          until <TimeAgo at={sunsetAt} />
        </>
      )}
      <span className="field-description">
        {reason}{' '}
        {replacement && (
          <>
            Use <Coordinate of={replacement} />.{' '}
          </>
        )}
        {readyToRemove
          ? 'Nobody asks for it any more.'
          : `${remainingConsumers} ${remainingConsumers === 1 ? 'client still asks' : 'clients still ask'} for it.`}
      </span>
    </>
  );
}

function contains({ coordinate, description, classification }: Field, search: string): boolean {
  const text = [coordinate, description, classification?.level, ...(classification?.tags ?? [])]
    .join(' ')
    .toLowerCase();
  return text.includes(search);
}
