// The gateway sends one assertion for many fetches (reused-assertions.ts), and a signature costs a subgraph more than the
// rest of a small request. What was found good is good until it ends; what was refused is looked at every time.
import { LRUCache } from 'lru-cache';

export interface Verified<Assertion> {
  readonly assertion: Assertion;
  readonly endsAtMs: number;
}

const maxKept = 1_000;

/** @returns verifies a token, or gives what the very same token was found to say before */
export function rememberVerified<Assertion>(
  verify: (token: string) => Promise<Verified<Assertion>>,
): (token: string) => Promise<Assertion> {
  const kept = new LRUCache<string, Verified<Assertion> & { readonly verifiedAtMs: number }>({ max: maxKept });
  return async (token) => {
    const nowMs = Date.now();
    const known = kept.get(token);
    // After a clock that was set back, "until it ends" means nothing.
    if (known && known.verifiedAtMs <= nowMs && nowMs < known.endsAtMs) return known.assertion;
    const verified = await verify(token);
    kept.set(token, { ...verified, verifiedAtMs: nowMs });
    return verified.assertion;
  };
}
