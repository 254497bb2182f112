// What happened to an incident, in order, as the audit has it.

import type { IncidentStepFragment } from '../generated/incidents.ts';
import { TimeAgo } from '../parts/time-ago.tsx';
import { SeverityBadge } from './incident-words.tsx';

export function Timeline({ steps }: { readonly steps: readonly IncidentStepFragment[] }) {
  return (
    <ol className="timeline">
      {steps.map(({ at, by, action, severity, note }) => (
        <li key={`${at} ${action}`}>
          <strong>{action}</strong> <SeverityBadge of={severity} /> by {by === 'metadata' ? 'measurement' : by},{' '}
          <TimeAgo at={at} />
          {note && <p>{note}</p>}
        </li>
      ))}
    </ol>
  );
}
