import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { noCostHints } from '../../../../gateway/demand/cost-hints.ts';
import { createDemandControl } from '../../../../gateway/demand/demand-control.ts';
import type { DemandSettings } from '../../../../gateway/demand/demand-settings.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { anonymous } from '../../../../kit/caller.ts';

const apiSchema = buildSchema('type Query { books: [Book] } type Book { id: ID similar: [Book] }');

const settings: DemandSettings = {
  mode: 'enforce',
  maxCost: 10,
  perClient: {},
  assumedListSize: 10,
  countAnswers: 'always',
};

function weigh(query: string, changed: Partial<DemandSettings>, client: string | null = null) {
  const prepared = prepareOperation({ apiSchema }, { query, operationName: null });
  const authorized = { shape: shapeOperation(prepared, {}), verdicts: [], key: '' };
  return createDemandControl({ ...settings, ...changed })?.weigh(authorized, noCostHints, {}, { ...anonymous, client });
}

const ten = '{ books { id } }';
const hundred = '{ books { similar { id } } }';

describe('a budget', () => {
  test('is enforced with the estimate, the limit and the setting in the error', () => {
    const { refusal } = weigh(hundred, {})!;
    expect(refusal).toMatchObject({
      code: 'COST_LIMIT_EXCEEDED',
      message: 'The operation may cost 110; at most 10 is allowed (setting demand.maxCost).',
      details: { limit: 'demand.maxCost', allowed: 10, estimated: 110 },
    });
  });

  test('may be spent to the last', () => {
    expect(weigh(ten, {})).toMatchObject({ estimated: 10, refusal: null, objection: null });
  });

  test('of a client wins, whether it is larger or smaller', () => {
    const perClient = { rich: 200, poor: 5 };
    expect(weigh(hundred, { perClient }, 'rich')?.refusal).toBeNull();
    expect(weigh(ten, { perClient }, 'poor')?.refusal?.details).toEqual({
      limit: 'demand.perClient',
      allowed: 5,
      estimated: 10,
    });
    expect(weigh(ten, { perClient }, 'other')?.refusal).toBeNull();
    expect(weigh(ten, { perClient }, 'constructor')?.refusal).toBeNull();
  });

  test('is only measured in mode measure', () => {
    expect(weigh(hundred, { mode: 'measure' })).toMatchObject({
      estimated: 110,
      refusal: null,
      objection: { code: 'COST_LIMIT_EXCEEDED' },
    });
  });

  test('is nothing when demand control is off', () => {
    expect(createDemandControl({ ...settings, mode: 'off' })).toBeNull();
  });

  test('of an endless estimate is told as a number', () => {
    const endless = weigh(hundred, { assumedListSize: 1e200 });
    expect(endless?.estimated).toBe(Number.POSITIVE_INFINITY);
    expect(endless?.refusal?.details.estimated).toBe(Number.MAX_SAFE_INTEGER);
  });
});

test('an answer is counted from its text', () => {
  expect(weigh(ten, {})?.countAnswer('{"books":[{"id":"1"},null,{"id":"2"}]}')).toBe(2);
  expect(weigh(ten, {})?.countAnswer('null')).toBe(0);
});
