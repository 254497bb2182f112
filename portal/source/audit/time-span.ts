// A span of time as the address has it: whole days of the viewer, both included; without them, the last month. Pure.

export interface Span {
  readonly from: string;
  /** Left out itself. */
  readonly to: string;
}

const dayMs = 86_400_000;
const defaultDays = 30;

/** @param fromDay and toDay as `2026-03-01`, or empty */
export function spanOf(fromDay: string, toDay: string, nowMs: number): Span {
  const to = startOf(toDay);
  // To the start of tomorrow, so that one question stays one question all day long.
  const end = to === null ? startOfDay(nowMs) + dayMs : to + dayMs;
  const from = startOf(fromDay) ?? end - defaultDays * dayMs;
  return { from: new Date(from).toISOString(), to: new Date(end).toISOString() };
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
    ...(from !== null && { from: new Date(from).toISOString() }),
    ...(to !== null && { to: new Date(to + dayMs).toISOString() }),
  };
}

function startOf(day: string): number | null {
  const instant = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00`) : Number.NaN;
  return Number.isNaN(instant) ? null : instant;
}

function startOfDay(nowMs: number): number {
  return new Date(nowMs).setHours(0, 0, 0, 0);
}
