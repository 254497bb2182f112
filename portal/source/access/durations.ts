// How long access is for: in words, and what can be asked for. Pure.

const units = [
  ['D', 'day'],
  ['H', 'hour'],
  ['M', 'minute'],
  ['S', 'second'],
] as const;

/** `P7D` as `7 days`; what is no plain duration stays as it is. */
export function durationInWords(duration: string): string {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration)?.slice(1);
  const words = (parts ?? []).flatMap((count, index) => {
    if (count === undefined) return [];
    return `${count} ${units[index]![1]}${count === '1' ? '' : 's'}`;
  });
  return words.length === 0 ? duration : words.join(' ');
}

const offeredDays = [1, 7, 14, 30, 90] as const;

/** What can be asked for, up to the longest. */
export function offeredDurations(longest: string): readonly string[] {
  const most = Number(/^P(\d+)D$/.exec(longest)?.[1] ?? 0);
  return offeredDays.filter((days) => days <= most).map((days) => `P${days}D`);
}

/** What is wanted, or the longest that is offered: what no longer is stands on no screen and is not sent. */
export function offeredDuration(wanted: string, longest: string): string {
  const offered = offeredDurations(longest);
  return offered.includes(wanted) ? wanted : (offered.at(-1) ?? longest);
}
