// A part of each day, by the clock of one place: `08:00` to `18:00` in Europe/Berlin, or over midnight, `22:00` to `06:00`.
import { GordianError } from '../../kit/errors.ts';

/** @throws GordianError POLICY_INVALID when a time or the place is none */
export function timeWindow(from: string, to: string, timeZone: string): (now: Date) => boolean {
  const [start, end] = [minuteOf(from), minuteOf(to)];
  const clock = clockIn(timeZone);
  return (now) => {
    const minute = minuteOf(clock.format(now));
    return start <= end ? minute >= start && minute < end : minute >= start || minute < end;
  };
}

function minuteOf(time: string): number {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time);
  if (match === null) throw new GordianError('POLICY_INVALID', `"${time}" is no time of day. Write it as 08:00.`);
  return Number(match[1]) * 60 + Number(match[2]);
}

function clockIn(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  } catch (cause) {
    throw new GordianError('POLICY_INVALID', `"${timeZone}" is no time zone. Write one such as Europe/Berlin.`, {
      cause,
    });
  }
}
