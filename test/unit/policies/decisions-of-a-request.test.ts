// What a request decides more than once: by other arguments, with a grant, and again when the row is there.
import { describe, expect, test } from 'vitest';
import type { Caller, CallerGrant } from '../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { createDecisions, type Decision, type Unknown } from '../../../policies/decide/decisions.ts';
import { nowhere } from '../../../policies/decide/evaluate.ts';
import { email } from '../../../policies/masks/email.ts';
import { and, deny, or, type Rule, rule } from '../../../policies/shield.ts';
import { hasScope, isAuthenticated, purpose } from '../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy } from '../../support/small-policy.ts';

const circumstances = { ...nowhere, now: () => new Date(0) };

function decisionsFor(policy: CompiledPolicy, caller: Caller) {
  const decisions = createDecisions(policy, caller, () => {}, circumstances);
  return {
    decide: async (coordinate: string, args = {}) => decisions.decide(policy.rulesOf(coordinate), args),
    opened: decisions.opened,
  };
}

describe('a rule over arguments decides anew for each use', () => {
  const asSelf = rule('asSelf', { cache: 'no_cache' })((_parent, args: { as?: string }) => args.as === 'me');
  const later = rule('later', { cache: 'no_cache' })(async (_parent, args: { as?: string }) => args.as === 'me');

  test.each<[string, Rule]>([
    ['at once', asSelf],
    ['later', later],
    ['inside of others', and(isAuthenticated, or(deny, asSelf))],
  ])('%s', async (_name, asked) => {
    const { decide } = decisionsFor(compileSmall([domainPolicy({ Query: { customer: asked } })]), callerWith());
    const kinds = [];
    for (const as of ['me', 'you', 'me']) kinds.push((await decide('Query.customer', { as })).kind);
    expect(kinds).toEqual(['allow', 'deny', 'allow']);
  });
});

describe('a grant', () => {
  const readsClear = hasScope('customers:pii:read');
  const policy = compileSmall([
    domainPolicy(
      { Customer: { email: hasScope('customers:pii:masked'), friends: and(isAuthenticated, purpose('care')) } },
      { Customer: { email: { unless: readsClear, with: email } } },
    ),
  ]);
  const grant = (...targets: string[]): CallerGrant => ({ id: 'g', targets, outcome: 'ALLOW', validUntil: 1 });
  const holder = (given: CallerGrant, caller: Partial<Caller> = {}) =>
    callerWith({ grants: [given], ...(caller as object) });

  test.each<[string, Caller, string, Partial<Decision>, boolean]>([
    ['opens what the contract closes', holder(grant('Customer.revenue')), 'Customer.revenue', { kind: 'allow' }, true],
    ['shows what is masked', holder(grant('Customer.email')), 'Customer.email', { kind: 'allow' }, true],
    [
      'leaves the mask where it says so',
      holder({ ...grant('Customer.email'), outcome: 'MASK' }),
      'Customer.email',
      { kind: 'mask' },
      true,
    ],
    [
      'of which nobody is the bearer opens nothing',
      { ...holder(grant('Customer.revenue')), subject: null },
      'Customer.revenue',
      { kind: 'deny', code: 'UNAUTHENTICATED' },
      false,
    ],
    [
      'does not open what no contract classifies',
      holder(grant('Customer.forgotten')),
      'Customer.forgotten',
      { kind: 'deny', rule: 'deny' },
      false,
    ],
    ['is not used where nothing is closed', holder(grant('Customer.name')), 'Customer.name', { kind: 'allow' }, false],
    ['opens nothing else', holder(grant('Customer.revenue')), 'Customer.cardNumber', { kind: 'deny' }, false],
  ])('%s', async (_name, caller, coordinate, expected, isUsed) => {
    const { decide, opened } = decisionsFor(policy, caller);
    expect(await decide(coordinate)).toMatchObject(expected);
    expect([...opened]).toEqual(isUsed ? ['g'] : []);
  });

  test('opens its coordinate and not another one that asks the same', async () => {
    const { decide } = decisionsFor(policy, holder(grant('Customer.revenue')));
    expect((await decide('Customer.revenue')).kind).toBe('allow');
    expect((await decide('Query.customers')).kind).toBe('allow');
    expect((await decide('CustomerFilter.email')).kind).toBe('deny');
    expect((await decide('Customer.revenue')).kind).toBe('allow');
  });
});

describe('what the row decides', () => {
  const inEast = rowRule('inEast', 'region', (row) => row.region === 'EAST');
  const isMine = rowRule('isMine', 'id', (row) => row.id === 'me');
  const failing = rowRule('failing', 'region', () => {
    throw new Error('broken');
  });

  const unknownOf = async (asked: Rule, caller = callerWith()): Promise<Unknown> => {
    const { decide } = decisionsFor(compileSmall([domainPolicy({ Customer: { name: asked } })]), caller);
    const decision = await decide('Customer.name');
    expect(decision.kind).toBe('unknown');
    return decision as Unknown;
  };

  test.each<[string, Rule, object, object]>([
    ['allows', inEast, { region: 'EAST' }, { kind: 'allow' }],
    ['denies, and names the rule', inEast, { region: 'WEST' }, { kind: 'deny', code: 'FORBIDDEN', rule: 'inEast' }],
    ['fails when it is not all there', inEast, {}, { kind: 'deny', code: 'POLICY_UNAVAILABLE' }],
    ['fails with its rule', failing, { region: 'EAST' }, { kind: 'deny', code: 'POLICY_UNAVAILABLE' }],
    ['asks all of it', and(inEast, isMine), { region: 'EAST', id: 'you' }, { kind: 'deny' }],
    ['or either', or(inEast, isMine), { region: 'WEST', id: 'me' }, { kind: 'allow' }],
  ])('%s', async (_name, asked, row, expected) => {
    expect(await (await unknownOf(asked)).decideOn(row as Record<string, unknown>)).toMatchObject(expected);
  });

  test('is told with what is read of it, and one row decides nothing about the next', async () => {
    const { inputs, rule: waiting, decideOn } = await unknownOf(and(inEast, isMine));
    expect(inputs.map(({ name }) => name)).toEqual(['region', 'id']);
    expect(waiting).toBe('and(inEast, isMine)');
    const rows = ['EAST', 'WEST', 'EAST'].map((region) => decideOn({ region, id: 'me' }));
    expect((await Promise.all(rows)).map(({ kind }) => kind)).toEqual(['allow', 'deny', 'allow']);
  });

  test('is not waited for by what is denied already', async () => {
    const closed = compileSmall([domainPolicy({ Customer: { name: and(inEast, hasScope('x')) } })]);
    expect(await decisionsFor(closed, callerWith()).decide('Customer.name')).toMatchObject({ kind: 'deny' });
  });

  test('may be who sees past a mask', async () => {
    const masked = compileSmall([
      domainPolicy({ Customer: { email: isAuthenticated } }, { Customer: { email: { unless: isMine, with: email } } }),
    ]);
    const caller = callerWith({ scopes: ['customers:x'] });
    const decision = (await decisionsFor(masked, caller).decide('Customer.email')) as Unknown;
    expect(decision).toMatchObject({ kind: 'unknown', rule: 'isMine' });
    expect(await decision.decideOn({ id: 'me' })).toEqual({ kind: 'allow' });
    const verdict = await decision.decideOn({ id: 'you' });
    expect(verdict.kind === 'mask' && verdict.apply('claire@example.com')).toBe('c***@example.com');
  });
});

function rowRule(name: string, field: string, holds: (row: Record<string, unknown>) => boolean): Rule {
  return rule(name, { cache: 'no_cache', fragment: `fragment Row on Customer { ${field} }` })((row) => holds(row));
}
