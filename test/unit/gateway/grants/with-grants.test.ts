// A caller with what it holds, and with a glass only where it names one that is broken.
import { describe, expect, test } from 'vitest';
import { type Grants, noGrants } from '../../../../gateway/grants/grants.ts';
import { withGrants } from '../../../../gateway/grants/with-grants.ts';
import type { CallerGrant } from '../../../../kit/caller.ts';
import { callerWith } from '../../../support/small-policy.ts';

const grant = (id: string): CallerGrant => ({ id, targets: ['Customer.email'], outcome: 'ALLOW', validUntil: 1 });
const holding = (...held: readonly CallerGrant[]): Grants => ({
  ...noGrants,
  of: () => held,
  brokenGlass: (_, ticket) => (ticket === 'INC-1' ? grant('glass') : undefined),
});
const ann = callerWith({ subject: 'ann' });

describe('a caller', () => {
  test('who holds nothing stays the very same', () => {
    expect(withGrants(noGrants, ann, null)).toBe(ann);
  });

  test('has what it holds, and no glass that it does not name', () => {
    const caller = withGrants(holding(grant('g')), ann, null);
    expect([caller.subject, caller.grants, caller.breakGlass]).toEqual(['ann', [grant('g')], undefined]);
  });

  test('has the glass that it names, and what it holds beside it', () => {
    const caller = withGrants(holding(grant('g')), ann, 'INC-1');
    expect([caller.grants, caller.breakGlass]).toEqual([[grant('g')], grant('glass')]);
    expect(withGrants(holding(), ann, 'INC-1').breakGlass).toEqual(grant('glass'));
  });

  test('who names a glass that is not broken is told so', () => {
    expect(() => withGrants(holding(grant('g')), ann, 'INC-2')).toThrow(
      expect.objectContaining({ code: 'BREAK_GLASS_NOT_LIVE' }),
    );
  });

  test('cannot be given more afterwards', () => {
    expect(Object.isFrozen(withGrants(holding(grant('g')), ann, null))).toBe(true);
    expect(Object.isFrozen(withGrants(holding(), ann, 'INC-1'))).toBe(true);
  });
});
