// While the demo runs, its examples are run as well: at the start, and often enough that none is stale. Elsewhere cron does it.
import { setTimeout as pause } from 'node:timers/promises';
import type { ServiceToken } from '../../kit/service-token.ts';
import { reportExamples, runExamples } from '../product-examples/run-examples.ts';

const everyMs = 6 * 3_600_000;

export interface ExampleRunner {
  /** Of the gateway. */
  readonly url: string;
  readonly examplesToken: ServiceToken;
}

/** Resolves when the signal ends it. What cannot be run now is run the next time: until then nobody takes it for verified. */
export async function keepExamplesVerified(
  { url, examplesToken }: ExampleRunner,
  signal: AbortSignal,
  report: (message: string) => void,
): Promise<void> {
  while (!signal.aborted) {
    const broken = await verify(url, examplesToken).catch((error: Error) => [error.message]);
    if (broken.length > 0 && !signal.aborted) report(`Examples of data products do not work: ${broken.join('; ')}`);
    await pause(everyMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** @returns those that do not work */
async function verify(url: string, examplesToken: ServiceToken): Promise<string[]> {
  const access = { url: new URL(url), token: await examplesToken() };
  const runs = await runExamples(access, null);
  await reportExamples(access, runs, 'start');
  return runs.filter(({ outcome }) => outcome !== 'PASS').map(({ id, detail }) => `${id}: ${detail}`);
}
