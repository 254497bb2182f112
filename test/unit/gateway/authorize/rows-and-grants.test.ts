// What of an authorized operation differs by rows and grants: never shared with a caller for whom it is otherwise.
import { describe, expect, test } from 'vitest';
import { authorize } from '../../../../gateway/authorize/authorize.ts';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import type { Caller } from '../../../../kit/caller.ts';
import type { CompiledPolicy } from '../../../../policies/compiler/compiled-policy.ts';
import { or, type Rule, rule } from '../../../../policies/shield.ts';
import { hasRole, hasScope } from '../../../../policies/vocabulary.ts';
import { callerWith, compileSmall, domainPolicy, smallSchema, withRows } from '../../../support/small-policy.ts';

const manager = callerWith({ roles: ['manager'] });
const byRow = (field: string) =>
  or(
    hasRole('manager'),
    rule('byRow', { cache: 'no_cache', fragment: `fragment Row on Customer { ${field} }` })(() => true),
  );

const compileRows = (Customer: Rule) => compileSmall([withRows({ Customer })]);

describe('an operation is not shared', () => {
  test('by one who sees all rows with one for whom each is judged', async () => {
    const policy = compileRows(byRow('region'));
    for (const order of [
      [manager, callerWith()],
      [callerWith(), manager],
    ]) {
      const operations = await Promise.all(order.map((caller) => run('{ customer(id: 1) { name } }', caller, policy)));
      const ofManager = operations[order.indexOf(manager)]!.operation;
      const ofOther = operations[1 - order.indexOf(manager)]!.operation;
      expect(ofManager.rows?.get('Customer')).toBeUndefined();
      expect(ofOther.rows?.get('Customer')).toMatchObject({
        kind: 'row',
        inputs: [{ name: 'region', selection: null }],
      });
      expect(ofManager.key).not.toBe(ofOther.key);
    }
  });

  test('by policies whose rules of one name read something else of the row', async () => {
    const ofFields = ['region', 'name'].map((field) =>
      compileSmall([domainPolicy({ Customer: { email: byRow(field) } })]),
    );
    const ofTypes = ['region', 'name'].map((field) => compileRows(byRow(field)));
    for (const policies of [ofFields, ofTypes]) {
      const caller = callerWith({ scopes: ['customers:x'] });
      const keys = await Promise.all(
        policies.map(async (policy) => (await run('{ customer(id: 1) { name email } }', caller, policy)).operation.key),
      );
      expect(keys[0]).not.toBe('');
      expect(keys[0]).not.toBe(keys[1]);
    }
  });

  test('by one who holds a grant with one who does not', async () => {
    const query = '{ customer(id: 1) { revenue } }';
    const grant = {
      id: 'g',
      targets: ['Customer.revenue'],
      outcome: 'ALLOW' as const,
      validUntil: Number.MAX_SAFE_INTEGER,
    };
    for (const held of [{ grants: [grant] }, { breakGlass: grant }]) {
      const policy = compileSmall();
      const before = await run(query, callerWith(), policy);
      const during = await run(query, callerWith(held), policy);
      const after = await run(query, callerWith(), policy);
      const verdicts = [before, during, after].map(({ operation }) =>
        operation.verdicts.map((verdict) => verdict?.kind),
      );
      expect(verdicts).toEqual([
        [undefined, 'deny'],
        [undefined, undefined],
        [undefined, 'deny'],
      ]);
      expect([before, during, after].map(({ opened }) => [...opened])).toEqual([[], ['g'], []]);
    }
  });

  test('by one to whom a scope opens all fields that ask the same with one to whom a grant opens one of them', async () => {
    const asked = hasScope('customers:extra');
    const policy = compileSmall([domainPolicy({ Customer: { name: asked, region: asked } })]);
    const grant = {
      id: 'g',
      targets: ['Customer.name'],
      outcome: 'ALLOW' as const,
      validUntil: Number.MAX_SAFE_INTEGER,
    };
    const query = '{ customer(id: 1) { name region } }';
    const all = await run(query, callerWith({ scopes: ['customers:extra'] }), policy);
    expect(all.operation.verdicts).toEqual([undefined, undefined, undefined]);
    for (const held of [{ grants: [grant] }, { breakGlass: grant }]) {
      const { operation } = await run(query, callerWith(held), policy);
      expect(operation.verdicts.map((verdict) => verdict?.kind)).toEqual([undefined, undefined, 'deny']);
    }
  });
});

function run(query: string, caller: Caller, policy: CompiledPolicy) {
  const prepared = prepareOperation({ apiSchema: smallSchema }, { query, operationName: null });
  const variables = coerceVariables(prepared, {});
  return authorize({ shape: shapeOperation(prepared, variables), policy, caller, variables });
}
