// ISO-8601 durations of fixed length, as clients write them. Months and years have no length in seconds.
import { GordianError } from '../../../kit/errors.ts';

const pattern = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const secondsOf = [7 * 86_400, 86_400, 3_600, 60, 1];
const maxSeconds = 366 * 86_400;

/** @throws GordianError BAD_USER_INPUT unless it is a positive duration of at most a year */
export function secondsOfDuration(duration: string, argument = 'window'): number {
  const parts = pattern.exec(duration)?.slice(1) ?? [];
  const seconds = parts.reduce((sum, part, index) => sum + Number(part ?? 0) * secondsOf[index]!, 0);
  if (seconds > 0 && seconds <= maxSeconds) return seconds;
  throw new GordianError(
    'BAD_USER_INPUT',
    `\`${argument}\` must be an ISO-8601 duration of weeks, days, hours, minutes and seconds, at most P366D, such as "PT15M".`,
    { details: { argument } },
  );
}

/** The shortest way to write it. */
export function isoDuration(seconds: number): string {
  if (seconds % 86_400 === 0) return `P${seconds / 86_400}D`;
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  return `PT${hours ? `${hours}H` : ''}${minutes ? `${minutes}M` : ''}${rest ? `${rest}S` : ''}`;
}

export function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1_000);
}
