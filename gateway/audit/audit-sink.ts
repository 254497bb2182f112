// The way to whoever keeps the audit: lines of a spool over HTTP, each taken over once however often it is sent.
import { request } from 'undici';
import { z } from 'zod';
import type { Log } from '../../kit/log.ts';
import type { LineEnd } from '../../kit/spooled-lines.ts';

/**
 * `taken`: it has all of the lines. `gap`: it lacks lines before them. `damaged`: they do not follow from each other.
 */
export type Delivery = 'taken' | 'gap' | 'damaged';

export interface AuditSink {
  /**
   * @param instance whose spool it is
   * @param lines whole ones, in order
   * @throws when nobody knows whether they were taken
   */
  deliver(instance: string, lines: string, options?: { readonly afterLoss: boolean }): Promise<Delivery>;
}

const timeoutMs = 10_000;
const taken = z.object({ head: z.object({ seq: z.int(), hash: z.string() }), isHeadKnown: z.boolean() });

export function httpSink(url: string, accessToken: () => Promise<string>, log: Log): AuditSink {
  /** Where the chain of the audit ended when we last saw it: whoever cuts it off there cannot make us forget. */
  let head: LineEnd | null = null;

  return {
    async deliver(instance, lines, { afterLoss } = { afterLoss: false }) {
      const target = new URL('/audit/events', url);
      target.searchParams.set('instance', instance);
      if (afterLoss) target.searchParams.set('afterLoss', 'true');
      if (head) target.searchParams.set('head', `${head.seq}:${head.hash}`);
      const answer = await request(target, {
        method: 'POST',
        headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/x-ndjson' },
        body: lines,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      });
      if (answer.statusCode === 200) {
        const { head: now, isHeadKnown } = taken.parse(await answer.body.json());
        if (!isHeadKnown) log.error({ event: 'audit.tampered', ...head }, 'The audit lacks entries that it had.');
        head = now;
        return 'taken';
      }
      await answer.body.dump();
      if (answer.statusCode === 409) return 'gap';
      if (answer.statusCode === 422) return 'damaged';
      throw new Error(`the audit at ${target.host} answered with status ${answer.statusCode}`);
    },
  };
}
