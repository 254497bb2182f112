// Personas are the callers of the reviewed table and the people of the demo: what holds for one must hold for the other.
import { describe, expect, test } from 'vitest';
import { defaultClaimNames } from '../../../gateway/authenticate/authentication-options.ts';
import { callerOfClaims } from '../../../gateway/authenticate/caller-of-claims.ts';
import { anonymous } from '../../../kit/caller.ts';
import { askerOf, callerOf, type Persona, tokenHolders } from '../../../policies/persona.ts';
import { personas } from '../../../policies/personas.ts';

const steward = personas.find(({ id }) => id === 'steward')!;

describe('a persona of the table is the caller that the gateway makes of its token', () => {
  test.each(tokenHolders(personas).map((persona) => [persona.id, persona] as const))('%s', (_id, {
    asks: _,
    ...persona
  }) => {
    const caller = callerOf(persona);
    expect(caller).toEqual(persona.claims === null ? anonymous : gatewayCaller(persona));
  });

  function gatewayCaller({ claims }: Persona) {
    const payload = { ...claims, roles: [...claims!.roles], purposes: [...claims!.purposes], exp: 4_102_444_800 };
    const { issuer: _, ...caller } = callerOfClaims(payload, defaultClaimNames, null);
    return caller;
  }
});

describe('what a token does not say is a circumstance', () => {
  test('purpose, region, grants and a fresh login', () => {
    const grants = [{ id: 'g', targets: ['Customer.email'], outcome: 'ALLOW' as const, validUntil: 4_102_444_800 }];
    const asks = { purpose: 'data-quality', gatewayRegion: 'eu', grants, steppedUp: { minutesAgo: 2, method: 'otp' } };
    const { caller, circumstances } = askerOf({ ...steward, asks });
    expect(caller).toMatchObject({ purpose: 'data-quality', grants, claims: { amr: ['otp'] } });
    expect(Date.now() / 1_000 - (caller.claims.auth_time as number)).toBeGreaterThanOrEqual(120);
    expect(circumstances.region).toBe('eu');
  });

  test('overrides win over the circumstances of the persona', () => {
    const persona: Persona = { ...steward, asks: { purpose: 'data-quality', gatewayRegion: 'eu' } };
    const { caller, circumstances } = askerOf(persona, { gatewayRegion: 'us' });
    expect([caller.purpose, circumstances.region]).toEqual(['data-quality', 'us']);
  });

  test('anonymous may hold none of them but the region of the gateway', () => {
    expect(callerOf({ ...personas[0]!, asks: { purpose: 'reporting' } })).toEqual(anonymous);
  });

  test.each(personas)('$id asks for a purpose that its token grants', ({ claims, asks }) => {
    expect(claims?.purposes ?? []).toEqual(expect.arrayContaining(asks?.purpose === undefined ? [] : [asks.purpose]));
  });
});
