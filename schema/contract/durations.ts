// Lengths of time as contracts write them: ISO-8601 durations (`P30D`, `PT15M`) and numbers with a unit (15 `m`).

const secondsPerUnit: readonly (readonly [names: readonly string[], seconds: number])[] = [
  [['ms', 'millisecond', 'milliseconds'], 0.001],
  [['s', 'sec', 'second', 'seconds'], 1],
  [['m', 'min', 'minute', 'minutes'], 60],
  [['h', 'hr', 'hour', 'hours'], 3_600],
  [['d', 'day', 'days'], 86_400],
  [['w', 'week', 'weeks'], 7 * 86_400],
  [['mo', 'month', 'months'], 30 * 86_400],
  [['y', 'yr', 'year', 'years'], 365 * 86_400],
];

/** Null when the unit is not one of time. */
export function secondsIn(amount: number, unit: string): number | null {
  const found = secondsPerUnit.find(([names]) => names.includes(unit.toLowerCase()));
  return found === undefined ? null : amount * found[1];
}

const pattern =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
// A month is taken as 30 days and a year as 365: windows and retention are compared, not put in a calendar.
const secondsPerPart = [365 * 86_400, 30 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1];

/** Null when the text is not an ISO-8601 duration. */
export function isoDurationSeconds(text: string): number | null {
  const parts = pattern.exec(text);
  if (parts === null) return null;
  return secondsPerPart.reduce((sum, seconds, index) => sum + seconds * Number(parts[index + 1] ?? 0), 0);
}
