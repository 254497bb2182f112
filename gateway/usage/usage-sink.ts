// The way to whoever keeps usage: one report over HTTP, which is counted once however often it is sent.
import { request } from 'undici';
import { z } from 'zod';
import { type UsageReceipt, usageReportPath } from '../../kit/usage-report.ts';

/** `refused`: it will never be taken as it is. */
export type Delivery = UsageReceipt | 'refused';

export interface UsageSink {
  /**
   * @param report as JSON
   * @throws when nobody knows whether it was counted, or it cannot be at the moment
   */
  deliver(report: string): Promise<Delivery>;
}

const timeoutMs = 10_000;
const receipt = z.object({ receipt: z.enum(['counted', 'known', 'unknown-operations']) });
/** Not the token is wrong, but the report: what it holds, how large it is, or whose it is. */
const refusals = new Set([400, 409, 413]);

export function httpUsageSink(metadataUrl: string, accessToken: () => Promise<string>): UsageSink {
  const target = new URL(usageReportPath, metadataUrl);
  return {
    async deliver(report) {
      const answer = await request(target, {
        method: 'POST',
        headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
        body: report,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      if (answer.statusCode === 200) return receipt.parse(await answer.body.json()).receipt;
      await answer.body.dump();
      if (refusals.has(answer.statusCode)) return 'refused';
      throw new Error(`the metadata service at ${target.host} answered with status ${answer.statusCode}`);
    },
  };
}
