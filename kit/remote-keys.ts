// Public keys of an issuer, read from where it publishes them, and kept. A key that cannot be read is a fault of ours or of the
// issuer (`KeysUnavailable`), never a bad token: the two must not share an answer.
import { errors } from 'jose';
import { type KeyFinder, keySetOf } from './key-set.ts';
import { readRemoteJson } from './remote-json.ts';

/** The keys could not be read: connection, status, size or content. The cause is for operators. */
export class KeysUnavailable extends Error {}

export interface KeyFinderOptions {
  /** Keys of this age are read again, beside the requests that use them. */
  readonly refreshMs?: number;
  /** How long keys are honoured that cannot be read again: as long, a key that was withdrawn is as well. */
  readonly honouredMs?: number;
  /**
   * What makes us ask out of turn (an unknown key id, a failure) does so at most this often: short enough to follow a
   * restarted issuer, long enough that made-up key ids are no lever.
   */
  readonly cooldownMs?: number;
  /** Told when reading begins to fail, and with null when it works again. */
  readonly onChange?: (failure: Error | null) => void;
}

export const defaultRefreshMs = 5 * 60_000;
export const defaultHonouredMs = 60 * 60_000;

interface KnownKeys {
  readonly find: KeyFinder;
  readonly readAtMs: number;
}

/** @param locate the address of the JWKS document, or how to learn it, anew for each time that the keys are read */
export function createKeyFinder(
  locate: string | (() => Promise<string>),
  {
    refreshMs = defaultRefreshMs,
    honouredMs = defaultHonouredMs,
    cooldownMs = 1_000,
    onChange = () => {},
  }: KeyFinderOptions = {},
): KeyFinder {
  let known: KnownKeys | null = null;
  let failure: KeysUnavailable | null = null;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let reading: Promise<KnownKeys> | null = null;

  async function read(): Promise<KnownKeys> {
    try {
      const url = typeof locate === 'string' ? locate : await locate();
      known = { find: keySetOf(await readRemoteJson(url)), readAtMs: Date.now() };
      if (failure) onChange(null);
      failure = null;
      return known;
    } catch (error) {
      const begins = failure === null;
      failure = new KeysUnavailable('The keys could not be read.', { cause: error });
      if (begins) onChange(error as Error);
      throw failure;
    } finally {
      triedAtMs = Date.now();
      reading = null;
    }
  }

  /** Reads again, or says how that ended a moment ago. All who want it at once share one reading. */
  async function readAgain(): Promise<KnownKeys> {
    const isTooSoon = ageOf(triedAtMs) < cooldownMs;
    if (reading === null && isTooSoon) {
      if (failure) throw failure;
      return known!;
    }
    reading ??= read();
    return reading;
  }

  async function current(): Promise<KnownKeys> {
    const ageMs = known ? ageOf(known.readAtMs) : Number.POSITIVE_INFINITY;
    if (known === null || ageMs >= honouredMs) return readAgain();
    // Nobody waits for it, and `onChange` tells of it.
    if (ageMs >= refreshMs) readAgain().catch(() => {});
    return known;
  }

  return async (header, token) => {
    const keys = await current();
    try {
      return await keys.find(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
    }
    return (await readAgain()).find(header, token);
  };
}

/** After a clock that was set back, an age means nothing: what was read then is read again. */
function ageOf(instantMs: number): number {
  const ageMs = Date.now() - instantMs;
  return ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs;
}
