// Times as cron writes them: minute, hour, day of month, month, day of week. In UTC, so that no hour is there twice.

export interface Cron {
  /** The first minute after the instant; null when there is none within eight years (the 30th of February). */
  next(after: Date): Date | null;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const ranges = [
  { from: 0, to: 59, names: [] },
  { from: 0, to: 23, names: [] },
  { from: 1, to: 31, names: [] },
  { from: 1, to: 12, names: months },
  // 7 is Sunday as well.
  { from: 0, to: 7, names: weekdays },
] as const;

type Range = (typeof ranges)[number];

/** @returns null for anything but five fields of numbers, names, lists, ranges and steps */
export function readCron(text: string): Cron | null {
  const parts = text.trim().split(/\s+/);
  if (parts.length !== ranges.length) return null;
  const fields = parts.map((part, index) => readField(part.toUpperCase(), ranges[index]!));
  if (fields.some((field) => field === null)) return null;
  const [minutes, hours, days, monthNumbers, weekdayNumbers] = fields as [Set<number>, ...Set<number>[]];
  // As cron has it: where both are limited, either will do.
  const isEither = !parts[2]!.startsWith('*') && !parts[4]!.startsWith('*');
  const isDay = (date: Date) => {
    if (!monthNumbers!.has(date.getUTCMonth() + 1)) return false;
    const byMonth = days!.has(date.getUTCDate());
    const byWeek = weekdayNumbers!.has(date.getUTCDay()) || (date.getUTCDay() === 0 && weekdayNumbers!.has(7));
    return isEither ? byMonth || byWeek : byMonth && byWeek;
  };
  return { next: (after) => firstAfter(after, { minutes, hours: hours!, isDay }) };
}

function readField(text: string, range: Range): Set<number> | null {
  const numbers = new Set<number>();
  for (const item of text.split(',')) {
    const bounds = readItem(item, range);
    if (bounds === null) return null;
    for (let number = bounds.first; number <= bounds.last; number += bounds.step) numbers.add(number);
  }
  return numbers;
}

function readItem(item: string, { from, to, names }: Range) {
  const [, start = '', end, stepText] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
  const numberOf = (word: string) => {
    const place = (names as readonly string[]).indexOf(word);
    return place >= 0 ? place + (names.length === 12 ? 1 : 0) : /^\d+$/.test(word) ? Number(word) : Number.NaN;
  };
  const step = stepText === undefined ? 1 : Number(stepText);
  const first = start === '*' ? from : numberOf(start);
  const isOpen = start === '*' || (end === undefined && stepText !== undefined);
  const last = end === undefined ? (isOpen ? to : first) : numberOf(end);
  const isSound = first >= from && last <= to && first <= last && step >= 1;
  return isSound ? { first, last, step } : null;
}

interface Fields {
  readonly minutes: ReadonlySet<number>;
  readonly hours: ReadonlySet<number>;
  readonly isDay: (date: Date) => boolean;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const furthestMs = 8 * 366 * dayMs;

function firstAfter(after: Date, { minutes, hours, isDay }: Fields): Date | null {
  let time = Math.floor(after.getTime() / minuteMs) * minuteMs + minuteMs;
  const end = time + furthestMs;
  while (time < end) {
    const date = new Date(time);
    if (!isDay(date)) time = startOf(time, dayMs) + dayMs;
    else if (!hours.has(date.getUTCHours())) time = startOf(time, hourMs) + hourMs;
    else if (!minutes.has(date.getUTCMinutes())) time += minuteMs;
    else return date;
  }
  return null;
}

function startOf(time: number, unitMs: number): number {
  return Math.floor(time / unitMs) * unitMs;
}
