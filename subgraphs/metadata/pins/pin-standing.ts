// What a pin comes to: the version that it holds, and when it stops fitting what is served. Pure.

import { compareVersions } from '../../../schema/semantic-version.ts';
import { parseRange, satisfies } from '../../../schema/semantic-version-range.ts';
import type { PinnableVersion, PinRow } from './queries.ts';

export interface PinStanding {
  readonly resolved: string | null;
  readonly breaksAt: Date | null;
}

/** @param versions of the contract: those that are registered, and those that open proposals offer */
export function pinStanding({ range }: Pick<PinRow, 'range'>, versions: readonly PinnableVersion[]): PinStanding {
  const parsed = parseRange(range);
  const fits = ({ version }: PinnableVersion) => parsed !== null && satisfies(version, parsed);
  const registered = versions.filter(({ isRegistered }) => isRegistered);
  const held = registered.filter(fits).map(({ version }) => version);
  const inForce = registered.find(({ isInForce }) => isInForce);
  const leaving =
    inForce !== undefined && !fits(inForce) ? [inForce] : versions.filter((one) => !one.isRegistered && !fits(one));
  return {
    resolved: held.sort(compareVersions).at(-1) ?? null,
    breaksAt: leaving.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0] ?? null,
  };
}
