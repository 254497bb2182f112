// A token bucket per client: so many operations at once, and so many a second from then on. A client is the application that a
// token names, or else the address that asks. The gateway knows of a bounded number of them; the one unseen for longest is
// forgotten first, and begins anew with a full bucket.
import { LRUCache } from 'lru-cache';
import type { Caller } from '../../kit/caller.ts';
import { GordianError } from '../../kit/errors.ts';

export interface ClientRateOptions {
  /** Operations a second that a client may send for ever; 0 = no limit. */
  readonly perSecond: number;
  /** Operations that a client may send at once. */
  readonly burst: number;
  /** Clients to remember. */
  readonly maxClients: number;
}

export interface ClientBuckets {
  /** @throws GordianError RATE_LIMITED when the client has to wait before it may send so many operations */
  take(client: string, operations?: number): void;
}

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** @param now milliseconds of a clock that never goes back */
export function createClientBuckets(
  { perSecond, burst, maxClients }: ClientRateOptions,
  now: () => number = () => performance.now(),
): ClientBuckets {
  const buckets = new LRUCache<string, Bucket>({ max: maxClients });

  const filledBucketOf = (client: string, at: number): Bucket => {
    const bucket = buckets.get(client);
    if (bucket === undefined) {
      const full = { tokens: burst, filledAt: at };
      buckets.set(client, full);
      return full;
    }
    bucket.tokens = Math.min(burst, bucket.tokens + ((at - bucket.filledAt) / 1_000) * perSecond);
    bucket.filledAt = at;
    return bucket;
  };

  return {
    take(client, operations = 1) {
      const bucket = filledBucketOf(client, now());
      if (bucket.tokens < operations) throw rateLimited({ perSecond, burst }, operations - bucket.tokens);
      bucket.tokens -= operations;
    },
  };
}

/** An address of IPv6 stands for its network of 64 bits, which is what one household or server is given. */
export function clientOf({ client, issuer }: Caller, address: string | undefined): string {
  // Another issuer may have an application of the same name.
  if (client !== null) return `client ${client} of ${issuer}`;
  return `address ${address?.includes(':') && !address.includes('.') ? networkOf(address) : address}`;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('::');
  const first = head.split(':').filter(Boolean);
  const last = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...last].slice(0, 4).join(':');
}

function rateLimited(
  { perSecond, burst }: Pick<ClientRateOptions, 'perSecond' | 'burst'>,
  missing: number,
): GordianError {
  const retryAfterSeconds = Math.max(1, Math.ceil(missing / perSecond));
  return new GordianError(
    'RATE_LIMITED',
    `This client may send ${perSecond} operations a second, and ${burst} at once (setting admission.clientRate).`,
    { details: { limit: 'admission.clientRate', allowed: perSecond, burst, retryAfterSeconds } },
  );
}
