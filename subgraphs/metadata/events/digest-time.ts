// When a digest is due: at eight in the morning, every day or on Mondays, by the clocks of whoever reads it. Pure.

export type Digest = 'DAILY' | 'WEEKLY';

const hour = 8;
const monday = 1;
const dayMs = 86_400_000;

/** @param timeZone by its name in the IANA database, such as `Europe/Paris` */
export function nextDigestAt(digest: Digest, timeZone: string, after: Date): Date {
  const today = Math.floor((after.getTime() + offsetMs(after, timeZone)) / dayMs) * dayMs;
  for (let day = today; ; day += dayMs) {
    const at = instantOf(day + hour * 3_600_000, timeZone);
    if (at > after && (digest === 'DAILY' || new Date(day).getUTCDay() === monday)) return at;
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
}

/** @param wallClockMs what the clocks show, as if they showed UTC */
function instantOf(wallClockMs: number, timeZone: string): Date {
  const guess = new Date(wallClockMs - offsetMs(new Date(wallClockMs), timeZone));
  // Where the clocks were put forward or back between the two, the offset at the guess is the right one.
  return new Date(wallClockMs - offsetMs(guess, timeZone));
}

/** By how much the clocks there are ahead of UTC. */
function offsetMs(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
  }).formatToParts(at);
  const part = (type: string) => Number(parts.find((one) => one.type === type)!.value);
  const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return shown - Math.floor(at.getTime() / 1_000) * 1_000;
}
