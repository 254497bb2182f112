// The process behind `gordian plan`: one request as JSON on standard input, one answer as JSON on standard output: the plan, and what
// the operation may cost.
import { text } from 'node:stream/consumers';
import { GordianError } from '../kit/errors.ts';
import { weighOffline } from './demand/weigh-offline.ts';
import { type OfflineRequest, planOffline } from './plan/plan-offline.ts';

process.stdout.write(JSON.stringify(await answer(JSON.parse(await text(process.stdin)) as PlanRequest)));

interface PlanRequest extends OfflineRequest {
  /** Items in a list about which no subgraph says anything; null when the cost is not asked for. */
  readonly assumedListSize: number | null;
}

async function answer(request: PlanRequest): Promise<object> {
  try {
    return { ok: true, ...(await planOffline(request)), cost: costOf(request) };
  } catch (error) {
    if (!(error instanceof GordianError)) throw error;
    const { code, message, details } = error;
    return { ok: false, code, message, details };
  }
}

function costOf({ query, assumedListSize, ...request }: PlanRequest): number | null {
  if (assumedListSize === null) return null;
  const [weight] = weighOffline({ ...request, documents: [query], assumedListSize });
  return weight && 'estimated' in weight ? weight.estimated : null;
}
