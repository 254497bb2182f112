import { expect, test } from 'vitest';
import type { AuthorizedOperation, Denial, Verdict } from '../../../../gateway/authorize/authorized-operation.ts';
import { requireNothingDenied } from '../../../../gateway/authorize/reject.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { smallSchema } from '../../../support/small-policy.ts';

const denial: Denial = { kind: 'deny', code: 'FORBIDDEN', rule: 'r', reason: 'Needs scope x.', brief: 'no' };
const mask: Verdict = { kind: 'mask', rule: 'r', mask: 'm', apply: () => null };

function operation(verdicts: Readonly<Record<string, Verdict>>): AuthorizedOperation {
  const query = '{ customer(id: 1) { id a: email b: email revenue } }';
  const shape = shapeOperation(prepareOperation({ apiSchema: smallSchema }, { query, operationName: null }), {});
  return { shape, verdicts: shape.fields.map(({ coordinate }) => verdicts[coordinate]), key: '' };
}

test.each<[string, Readonly<Record<string, Verdict>>]>([
  ['nothing is denied', {}],
  ['a field is masked', { 'Customer.email': mask }],
  ['a field is judged by the row', { 'Customer.email': { kind: 'row', rule: 'r', inputs: [] } }],
])('an operation is answered when %s', (_what, verdicts) => {
  expect(() => requireNothingDenied(operation(verdicts))).not.toThrow();
});

test('an operation with a denied field is refused whole, and told each coordinate once', () => {
  const asked = operation({ 'Customer.email': denial, 'Customer.revenue': denial });
  expect(() => requireNothingDenied(asked)).toThrow(
    expect.objectContaining({
      code: 'FORBIDDEN',
      details: { coordinates: ['Customer.email', 'Customer.revenue'] },
      message: expect.not.stringContaining('scope'),
    }),
  );
});

test.each(['UNAUTHENTICATED', 'POLICY_UNAVAILABLE'] as const)('the refusal has the code of the denial, %s', (code) => {
  expect(() => requireNothingDenied(operation({ 'Customer.email': { ...denial, code } }))).toThrow(
    expect.objectContaining({ code }),
  );
});
