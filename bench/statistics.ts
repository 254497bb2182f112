// Medians, quartiles, and the two fits by which growth is judged.

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Interpolated between the two nearest values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (position - below);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  /** 1: the line explains everything. */
  readonly rSquared: number;
}

/** Least squares. @param weightOf how much a point counts */
export function fitLine(points: readonly Point[], weightOf: (point: Point) => number = () => 1): LineFit {
  const weighted = (value: (point: Point) => number) => sum(points.map((point) => weightOf(point) * value(point)));
  const total = weighted(() => 1);
  const meanX = weighted(({ x }) => x) / total;
  const meanY = weighted(({ y }) => y) / total;
  const spreadX = weighted(({ x }) => (x - meanX) ** 2);
  const spreadY = weighted(({ y }) => (y - meanY) ** 2);
  const together = weighted(({ x, y }) => (x - meanX) * (y - meanY));
  const slope = together / spreadX;
  return { slope, intercept: meanY - slope * meanX, rSquared: together ** 2 / (spreadX * spreadY) };
}

/**
 * The k of y = c + a·x^k, where c is what a request costs before anything grows: 1 is linear. Found by trying every k and
 * keeping the one whose curve explains most, each point weighed by its size so that the largest do not decide alone.
 */
export function fitExponent(points: readonly Point[]): number {
  const tried = Array.from({ length: 281 }, (_, index) => 0.2 + index / 100);
  const explains = (exponent: number) =>
    fitLine(
      points.map(({ x, y }) => ({ x: x ** exponent, y })),
      ({ y }) => 1 / y ** 2,
    ).rSquared;
  return tried.reduce((best, exponent) => (explains(exponent) > explains(best) ? exponent : best));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
