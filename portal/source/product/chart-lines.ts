// What a chart of shares over time draws, in a box of 100 by 100 whose y grows downwards. Pure.

export interface Frame {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
  /** The lowest share that is shown, in percent; the highest is 100. */
  readonly least: number;
}

/** So that small losses can be seen: as much below the lowest value as makes it stand clear of the edge. */
export function frameOf(times: readonly number[], values: readonly (number | null)[], promised: number | null): Frame {
  const known = [...values, promised].filter((value) => value !== null);
  const lowest = Math.min(100, ...known);
  const least = Math.max(0, lowest - Math.max((100 - lowest) * 0.2, 0.1));
  return { from: times[0] ?? 0, to: Math.max(times.at(-1) ?? 0, (times[0] ?? 0) + 1), least };
}

/** Of a path; a value that is not known is a gap, and one alone between two gaps a point. */
export function linePath(times: readonly number[], values: readonly (number | null)[], frame: Frame): string {
  let isOpen = false;
  const steps = values.map((value, index) => {
    if (value === null) {
      isOpen = false;
      return '';
    }
    const place = `${rounded(placeX(times[index]!, frame))} ${rounded(placeY(value, frame))}`;
    const step = isOpen ? `L${place}` : `M${place}h0`;
    isOpen = true;
    return step;
  });
  return steps.join('');
}

export function placeX(time: number, { from, to }: Frame): number {
  return (100 * (time - from)) / (to - from);
}

export function placeY(value: number, { least }: Frame): number {
  return (100 * (100 - value)) / (100 - least);
}

/** Of numbers that are no sums of powers of two. */
const TOLERANCE = 1e-9;

/** Round numbers from the least to 100, at most six of them. */
export function percentTicks({ least }: Frame): readonly number[] {
  const rough = (100 - least) / 4;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((each) => each >= rough)!;
  const count = Math.floor((100 - least) / step + TOLERANCE) + 1;
  return Array.from({ length: count }, (_, index) => Number((100 - index * step).toFixed(6)));
}

/** Evenly spread over the time, its ends included. */
export function timeTicks({ from, to }: Frame, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / (count - 1));
}

function rounded(value: number): number {
  return Number(value.toFixed(2));
}
