// What would become of a request, asked while it is typed. How long it may be for depends on what it names, so this says as well what
// of the wanted time is asked for.

import { useEffect, useState } from 'react';
import { type PreviewAccessData, PreviewAccessDocument } from '../generated/access.ts';
import { useQuery } from '../graph/use-query.ts';
import { useSettled } from '../parts/use-settled.ts';
import { offeredDuration } from './durations.ts';
import { targetsIn } from './typed-input.ts';

export type Preview = NonNullable<PreviewAccessData['previewAccess']>;

interface Typed {
  readonly targets: string;
  readonly purpose: string;
  /** As it was wanted before anything was named. */
  readonly wanted: string;
}

interface PreviewResult {
  readonly preview: Preview | null;
  readonly problem: string | null;
  /** The longest that is offered, as far as it is known. */
  readonly longest: string;
  /** Of those that are offered. */
  readonly duration: string;
}

const longestOfAll = 'P90D';

/** Of what is typed, when the viewer pauses; the former one stays while the next is on its way. */
export function usePreview({ targets, purpose: typedPurpose, wanted }: Typed): PreviewResult {
  const purpose = useSettled(typedPurpose);
  const names = targetsIn(useSettled(targets));
  const [longest, setLongest] = useState(longestOfAll);
  const duration = offeredDuration(wanted, longest);
  const { data, previous, problems, error } = useQuery(
    PreviewAccessDocument,
    { targets: names, purpose: purpose || null, duration },
    { skip: names.length === 0 },
  );
  const answered = names.length === 0 ? null : (data ?? (error ? null : previous));
  const preview = answered?.previewAccess ?? null;
  const told = preview?.longest;
  useEffect(() => setLongest((known) => told ?? known), [told]);
  return { preview, problem: problems[0]?.message ?? error?.message ?? null, longest, duration };
}
