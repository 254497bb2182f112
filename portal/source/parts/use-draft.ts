// What is typed into a form before it is asked, beginning with what the address asks. Another address, such as by the back button,
// begins it anew; the form itself stays, and with it the focus.

import { useEffect, useState } from 'react';

/** @param asked of JSON values only */
export function useDraft<Draft extends object>(asked: Draft): [Draft, (change: Partial<Draft>) => void] {
  const [draft, setDraft] = useState(asked);
  const inAddress = JSON.stringify(asked);
  useEffect(() => setDraft(JSON.parse(inAddress) as Draft), [inAddress]);
  return [draft, (change) => setDraft({ ...draft, ...change })];
}
