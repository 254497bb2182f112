// Shares over time as a line, beside what is promised. Drawn as SVG, so that both themes colour it and every width fits.

import { frameOf, linePath, percentTicks, placeX, placeY, timeTicks } from './chart-lines.ts';

interface Props {
  /** What it shows, in words. */
  readonly label: string;
  /** Milliseconds since the epoch. */
  readonly times: readonly number[];
  /** In percent. */
  readonly values: readonly (number | null)[];
  readonly promised: number | null;
}

const TIME_TICKS = 5;
const DAY_MS = 86_400_000;
const hours = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export function HistoryChart({ label, times, values, promised }: Props) {
  const frame = frameOf(times, values, promised);
  const timeFormat = frame.to - frame.from > 2 * DAY_MS ? days : hours;
  const line = linePath(times, values, frame);
  return (
    <div className="chart" role="img" aria-label={label}>
      <div className="chart-percents">
        {percentTicks(frame).map((tick) => (
          <span key={tick} style={{ top: `${placeY(tick, frame)}%` }}>
            {tick} %
          </span>
        ))}
      </div>
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {percentTicks(frame).map((tick) => (
          <path key={tick} className="chart-grid" d={`M0 ${placeY(tick, frame)}H100`} />
        ))}
        {promised !== null && <path className="chart-promised" d={`M0 ${placeY(promised, frame)}H100`} />}
        <path className="chart-line" d={line} />
        <path className="chart-points" d={line.replaceAll(/L([\d.-]+ [\d.-]+)/g, 'M$1h0')} />
      </svg>
      <div className="chart-times">
        {timeTicks(frame, TIME_TICKS).map((tick) => (
          <span key={tick} style={{ left: `${placeX(tick, frame)}%` }}>
            {timeFormat.format(tick)}
          </span>
        ))}
      </div>
    </div>
  );
}
