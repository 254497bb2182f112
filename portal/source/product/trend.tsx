// The last results of a check, the newest right: a mark for each, of a shape and a height of its own so that no colour is needed.

import type { QualityOutcome } from '../generated/product.ts';
import { plainWord } from './product-words.ts';

interface Props {
  /** Newest first. */
  readonly results: readonly { readonly at: string; readonly outcome: QualityOutcome }[];
}

export function Trend({ results }: Props) {
  if (results.length === 0) return <span className="muted">none yet</span>;
  const passed = results.filter(({ outcome }) => outcome === 'PASS').length;
  return (
    <span className="trend" role="img" aria-label={`${passed} of the last ${results.length} passed`}>
      {results.toReversed().map(({ at, outcome }) => (
        <span
          key={at}
          className={`trend-mark trend-${outcome.toLowerCase()}`}
          title={`${plainWord(outcome)}, ${new Date(at).toLocaleString('en-GB')}`}
        />
      ))}
    </span>
  );
}
