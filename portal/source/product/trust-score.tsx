// The trust in a product, and behind it what brings how many points. The platform has computed both.

import type { TrustFragment } from '../generated/graph.ts';
import { Meter } from '../parts/meter.tsx';
import { trustTone } from './product-words.ts';
import './trust-score.css';

/** Folded: the score is there, its reasons are one key away. */
export function FoldedTrust({ trust }: { readonly trust: TrustFragment }) {
  return (
    <details className="trust">
      <summary>
        <Meter
          label="Trust"
          value={trust.score}
          most={100}
          text={`${trust.score} of 100`}
          tone={trustTone(trust.score)}
        />
      </summary>
      <TrustReasons trust={trust} />
    </details>
  );
}

export function TrustReasons({ trust: { reasons } }: { readonly trust: TrustFragment }) {
  return (
    <ul className="trust-reasons">
      {reasons.map(({ id, points, most, text }) => (
        <li key={id}>
          <span className="trust-points">
            {points} / {most}
          </span>
          <span>{text}</span>
        </li>
      ))}
    </ul>
  );
}
