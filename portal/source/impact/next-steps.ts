// What to do about a planned change, with the commands to copy. What a verdict asks for, the registry asks for as well.

import type { PlannedChange } from './planned-change.ts';
import type { ChangeImpact } from './verdict-words.ts';

export interface NextStep {
  readonly words: string;
  /** Word by word. */
  readonly command: readonly string[];
}

const sunsetAfterDays = 90;

/** @param subgraph whose contract the change is in; null where it is not known */
export function nextSteps(
  { kind, coordinate }: PlannedChange,
  verdict: ChangeImpact['verdict'],
  subgraph: string | null,
  now: Date,
): NextStep[] {
  const folder = `subgraphs/${subgraph ?? 'SUBGRAPH'}`;
  const isRenamed = kind === 'FIELD_RENAMED';
  const goesAway = isRenamed || kind === 'FIELD_REMOVED';
  const replacement = isRenamed ? ['--replaced-by', 'Type.field'] : [];
  const deprecate: NextStep = {
    words: `Announce it in the contract, with the day from which it may be gone${isRenamed ? ' and what takes its place' : ''}.`,
    command: [
      ...['gordian', 'contract', 'deprecate', `${folder}/contract.yaml`, coordinate],
      ...replacement,
      ...['--sunset', sunset(now)],
    ],
  };
  const check: NextStep = {
    words: 'Make the change, and ask the registry what it means and which version it needs.',
    command: ['gordian', 'contract', 'check', folder],
  };
  const watch: NextStep = {
    words: 'See at any time who would still notice.',
    command: ['gordian', 'impact', '--change', `${coordinate}=${kind}`],
  };
  const register: NextStep = {
    words: 'Register it; who breaks is asked to agree first, in a proposal that the registry opens.',
    command: ['gordian', 'contract', 'register', folder],
  };
  switch (verdict) {
    case 'NOT_BREAKING':
    case 'UNUSED_IN_WINDOW':
      return [check, { ...register, words: 'Register it; nobody has to agree.' }];
    case 'UNKNOWN_NO_TRAFFIC_DATA':
      return [
        ...(goesAway ? [deprecate] : []),
        watch,
        {
          words: 'Wait until the gateways have counted for the whole time, or register it anyway and say why.',
          command: [...register.command, '--accept-unknown', '--reason', 'WHY'],
        },
      ];
    case 'BREAKS_PINNED_ONLY':
      return [check, register];
    case 'BREAKS_CONSUMERS':
      return [...(goesAway ? [deprecate] : []), watch, register];
  }
}

/** A day, as contracts write it. */
function sunset(now: Date): string {
  return new Date(now.getTime() + sunsetAfterDays * 86_400_000).toISOString().slice(0, 10);
}
