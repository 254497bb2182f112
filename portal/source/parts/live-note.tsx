// Says whether what is shown follows what happens.

import type { Live } from '../graph/use-live.ts';

const words: Readonly<Record<Live['state'], string>> = {
  connecting: 'Connecting to live updates …',
  live: 'Updates by itself',
  lost: 'Live updates are interrupted; trying again',
  refused: 'No live updates for you: reload to see what is new',
};

export function LiveNote({ live: { state, problem } }: { readonly live: Live }) {
  return (
    <span className={`live-note live-${state}`} title={problem?.message}>
      {words[state]}
    </span>
  );
}
