// What breaks: changes that somebody plans, and for each what it would do, to whom, and what to do about it.

import { ImpactOfChangesDocument } from '../generated/impact.ts';
import { useQuery } from '../graph/use-query.ts';
import { DeniedNote } from '../parts/denied-note.tsx';
import { Empty } from '../parts/empty.tsx';
import { Failed } from '../parts/failed.tsx';
import { Select } from '../parts/field.tsx';
import { Page } from '../parts/page.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { navigate, useLocation } from '../shell/use-location.ts';
import { ChangeForm } from './change-form.tsx';
import { ChangeResult } from './change-result.tsx';
import './impact.css';
import { hrefOfChanges, maxChanges, type PlannedChange, readChanges, writeChange } from './planned-change.ts';

const windows = [
  { value: 'P7D', label: '7 days' },
  { value: 'P30D', label: '30 days' },
  { value: 'P90D', label: '90 days' },
];

export function ImpactPage() {
  const { search } = useLocation();
  const changes = readChanges(search);
  const window = windows.find(({ value }) => value === search.get('window')) ?? windows[1]!;

  function plan(next: readonly PlannedChange[], over = window.value): void {
    navigate(hrefOfChanges(next, over === 'P30D' ? '' : over));
  }
  function add(change: PlannedChange): void {
    plan([...changes.filter((other) => writeChange(other) !== writeChange(change)), change].slice(-maxChanges));
  }

  return (
    <Page title="Impact" subtitle="What a planned change would break, judged by who really asks for what it touches.">
      <div className="fields">
        <ChangeForm onPlan={add} />
        <Select
          label="Used within the last"
          value={window.value}
          options={windows}
          onChange={(value) => plan(changes, value)}
        />
      </div>
      {changes.length === 0 ? (
        <NothingPlanned />
      ) : (
        <Results
          changes={changes}
          window={window}
          onDrop={(gone) => plan(changes.filter((change) => change !== gone))}
        />
      )}
    </Page>
  );
}

function NothingPlanned() {
  return (
    <Empty title="No change is planned yet.">
      <p>Choose above what would change, and where. The lineage page leads here from each field as well.</p>
    </Empty>
  );
}

interface ResultsProps {
  readonly changes: readonly PlannedChange[];
  readonly window: { readonly value: string; readonly label: string };
  readonly onDrop: (change: PlannedChange) => void;
}

function Results({ changes, window, onDrop }: ResultsProps) {
  const { data, status, problems, error, reload } = useQuery(ImpactOfChangesDocument, {
    changes,
    window: window.value,
  });
  const impacts = data?.impact;
  if (status === 'failed') return <Failed title="What would break cannot be shown." error={error} onRetry={reload} />;
  if (status === 'answered' && !impacts) return <Refused problem={problems[0]} />;
  return changes.map((change, place) =>
    impacts?.[place] ? (
      <ChangeResult
        key={writeChange(change)}
        change={change}
        impact={impacts[place]}
        window={window.label}
        onDrop={() => onDrop(change)}
      />
    ) : (
      <Skeleton key={writeChange(change)} height={280} label="Asking who would notice …" />
    ),
  );
}

interface RefusedProps {
  readonly problem:
    | {
        readonly code: string;
        readonly message: string;
        readonly coordinate: string | null;
        readonly reason: string | null;
      }
    | undefined;
}

function Refused({ problem }: RefusedProps) {
  if (!problem || problem.code === 'BAD_USER_INPUT')
    return <Failed title="This cannot be judged." error={problem ?? null} />;
  return <DeniedNote what="What would break" problem={problem} />;
}
