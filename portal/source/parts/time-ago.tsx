// An instant as people speak of it, the exact one on hover.

import { useEffect, useState } from 'react';

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const format = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const REFRESH_MS = 30_000;

export function TimeAgo({ at }: { readonly at: string }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), REFRESH_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} title={new Date(at).toLocaleString('en-GB', { dateStyle: 'full', timeStyle: 'long' })}>
      {timeAgo(at, nowMs)}
    </time>
  );
}

export function timeAgo(at: string, nowMs: number): string {
  const seconds = (Date.parse(at) - nowMs) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return Math.abs(seconds) < 5 ? 'now' : format.format(Math.round(seconds), 'second');
  return format.format(Math.round(seconds / step[1]), step[0]);
}
