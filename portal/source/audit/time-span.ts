// A span of time as the address has it: whole days of the viewer, both included; without them, the last month. Days are counted by the
// calendar: where clocks change, a day has 23 or 25 hours. Pure, but for the time zone of the viewer.

export interface Span {
  readonly from: string;
  /** Left out itself. */
  readonly to: string;
}

const defaultDays = 30;

/** @param fromDay and toDay as `2026-03-01`, or empty */
export function spanOf(fromDay: string, toDay: string, nowMs: number): Span {
  // To the start of tomorrow, so that one question stays one question all day long.
  const end = laterBy(1, startOf(toDay) ?? new Date(nowMs));
  const from = startOf(fromDay) ?? laterBy(-defaultDays, end);
  return { from: from.toISOString(), to: end.toISOString() };
}

/** `from 24 Oct 2026 to 23 Nov 2026`, both included. */
export function spanInWords({ from, to }: Span): string {
  const day = (instant: number) => new Date(instant).toLocaleDateString('en-GB', { dateStyle: 'medium' });
  return `from ${day(Date.parse(from))} to ${day(Date.parse(to) - 1)}`;
}

/** Of the filter of a search: what is not asked is left open. */
export function openSpanOf(fromDay: string, toDay: string): Partial<Span> {
  const [from, to] = [startOf(fromDay), startOf(toDay)];
  return {
    ...(from !== null && { from: from.toISOString() }),
    ...(to !== null && { to: laterBy(1, to).toISOString() }),
  };
}

function startOf(day: string): Date | null {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00`) : null;
  return instant === null || Number.isNaN(instant.getTime()) ? null : instant;
}

/** The start of the day that is so many days later. */
function laterBy(days: number, instant: Date): Date {
  return new Date(instant.getFullYear(), instant.getMonth(), instant.getDate() + days);
}
