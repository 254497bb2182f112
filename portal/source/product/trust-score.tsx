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
        <TrustMeter trust={trust} />
      </summary>
      <TrustReasons trust={trust} />
    </details>
  );
}

/** Where there is room. */
export function UnfoldedTrust({ trust }: { readonly trust: TrustFragment }) {
  return (
    <>
      <TrustMeter trust={trust} hideLabel />
      <TrustReasons trust={trust} />
    </>
  );
}

interface TrustMeterProps {
  readonly trust: TrustFragment;
  readonly hideLabel?: boolean;
}

function TrustMeter({ trust: { score }, hideLabel = false }: TrustMeterProps) {
  return (
    <Meter
      label="Trust"
      value={score}
      most={100}
      text={`${score} of 100`}
      tone={trustTone(score)}
      hideLabel={hideLabel}
    />
  );
}

function TrustReasons({ trust: { reasons } }: { readonly trust: TrustFragment }) {
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
