// The end of the walk for a client that takes increments: what is deferred is fetched while the first part is on its way.
import type { Leaving } from '../kit/leaving.ts';
import type { Authorization } from './authorize/authorized-operation.ts';
import type { FetchedData } from './execute/fetched-data.ts';
import type { Projection } from './project/projection.ts';
import type { OperationReport } from './report/report.ts';
import { type LaterParts, prepareLaterParts } from './respond/later-parts.ts';
import type { Generation } from './supergraph/generation.ts';

export interface FirstPart {
  readonly generation: Generation;
  readonly authorization: Authorization;
  readonly fetched: FetchedData;
  readonly projection: Projection;
  readonly left: Leaving;
  readonly report: OperationReport;
}

/**
 * @returns null when nothing is deferred in this answer; otherwise the parts to come, which hold on to the generation, and
 *   which end the report of the request when they are delivered
 */
export function laterPartsOf({
  generation,
  authorization,
  fetched,
  projection,
  left,
  report,
}: FirstPart): LaterParts | null {
  const { deferred } = projection;
  if (deferred.length === 0) {
    fetched.later.end();
    return null;
  }
  const { pending, deliver } = prepareLaterParts({ deferred, fetches: fetched.later, hasLeft: () => left.aborted });
  let release = () => {};
  void generation.use(() => new Promise<void>((resolve) => (release = resolve)));
  return {
    pending,
    async deliver(send) {
      let parts = 1;
      try {
        await deliver(async (payload) => {
          parts++;
          report.judged(authorization, fetched, null);
          report.projected(payload.length);
          await report.delivering();
          return send(payload);
        });
      } catch (error) {
        report.failed(error);
        throw error;
      } finally {
        release();
        report.fetched(fetched);
        report.delivered(parts);
        await report.end();
      }
    },
  };
}
