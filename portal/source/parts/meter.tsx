// How much of something there is, as a bar with its number.

import { classNames } from './class-names.ts';
import type { Tone } from './tone.ts';

interface Props {
  readonly label: string;
  /** Between 0 and `most`. */
  readonly value: number;
  readonly most?: number;
  /** The value in words; a percentage without it. */
  readonly text?: string;
  readonly tone?: Tone;
  readonly hideLabel?: boolean;
}

export function Meter({ label, value, most = 1, text, tone = 'neutral', hideLabel = false }: Props) {
  const share = Math.min(1, Math.max(0, value / most));
  const shown = text ?? `${Math.round(share * 100)} %`;
  return (
    <div className="meter">
      <span className={classNames('meter-label', hideLabel && 'visually-hidden')}>{label}</span>
      {/* Drawn, for all browsers draw <meter> otherwise; read as the text beside it. */}
      <div className={`meter-bar meter-${tone}`} aria-hidden="true">
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <span className="meter-text">{shown}</span>
    </div>
  );
}
