// The process behind `gordian plan`: one request as JSON on standard input, one answer as JSON on standard output.
import { text } from 'node:stream/consumers';
import { GordianError } from '../kit/errors.ts';
import { type OfflineRequest, planOffline } from './plan/plan-offline.ts';

process.stdout.write(JSON.stringify(await answer(JSON.parse(await text(process.stdin)) as OfflineRequest)));

async function answer(request: OfflineRequest): Promise<object> {
  try {
    return { ok: true, ...(await planOffline(request)) };
  } catch (error) {
    if (!(error instanceof GordianError)) throw error;
    const { code, message, details } = error;
    return { ok: false, code, message, details };
  }
}
