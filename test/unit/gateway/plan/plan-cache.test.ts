import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { AuthorizedOperation } from '../../../../gateway/authorize/authorized-operation.ts';
import { noCostHints } from '../../../../gateway/demand/cost-hints.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import type { Plan } from '../../../../gateway/plan/plan.ts';
import { cachePlans } from '../../../../gateway/plan/plan-cache.ts';
import type { Planner } from '../../../../gateway/plan/planner.ts';
import { type ErrorCode, GordianError } from '../../../../kit/errors.ts';
import type { Leaving } from '../../../../kit/leaving.ts';

const apiSchema = buildSchema('type Query { field(n: Int): Int }');

function operation(n: number, verdicts = ''): AuthorizedOperation {
  const prepared = prepareOperation({ apiSchema }, { query: `{ field(n: ${n}) }`, operationName: null });
  return { shape: shapeOperation(prepared, {}), verdicts: [], key: verdicts };
}

type Work = (left: Leaving) => Promise<Plan>;

const newPlan = async (): Promise<Plan> => ({ node: null, deferred: [], interfaceObjects: [] });
const onePlanBytes = 110;

/** A cache over a planner that counts and does as told. */
function cacheOver(work: Work, limits = { maxBytes: 100_000, refused: { firstMs: 60_000, longestMs: 60_000 } }) {
  let count = 0;
  const plan: Planner['plan'] = (_, left) => {
    count++;
    return work(left!);
  };
  const cached = cachePlans(
    {
      apiSchema,
      subgraphs: [],
      overrideLabels: [],
      costHints: noCostHints,
      cacheHints: new Map(),
      entityKeys: new Map(),
      plan,
      stop: async () => {},
    },
    limits,
  );
  return { plan: cached.plan, count: () => count };
}

/** Work that ends when told, and when everyone has left. */
function held() {
  let end: (plan: Plan) => void = () => {};
  const left: Leaving[] = [];
  const work: Work = (signal) => {
    left.push(signal);
    return new Promise((resolve, reject) => {
      end = resolve;
      signal.addEventListener('abort', () => reject(new GordianError('CLIENT_LEFT', 'all left')));
    });
  };
  return { work, left, end: async () => end(await newPlan()) };
}

describe('plans that are kept', () => {
  test('are made once for all who ask at the same time and after', async () => {
    const { plan, count } = cacheOver(newPlan);
    const plans = await Promise.all([plan(operation(1)), plan(operation(1))]);
    expect(plans[0]).toBe(plans[1]);
    expect(await plan(operation(1))).toBe(plans[0]);
    expect(count()).toBe(1);
  });

  test('are never given to a caller with other verdicts', async () => {
    const { plan, count } = cacheOver(newPlan);
    expect(await plan(operation(1))).not.toBe(await plan(operation(1, 'deny')));
    expect(count()).toBe(2);
  });

  test('take no more room than they may', async () => {
    const { plan, count } = cacheOver(newPlan, {
      maxBytes: 4 * onePlanBytes * 2,
      refused: { firstMs: 1, longestMs: 1 },
    });
    for (const n of [1, 2, 3, 4, 5]) await plan(operation(n));
    await plan(operation(1));
    expect(count()).toBe(6);
  });

  test('stay while they are in use, however many others come once', async () => {
    const { plan, count } = cacheOver(newPlan, {
      maxBytes: 4 * onePlanBytes * 2,
      refused: { firstMs: 1, longestMs: 1 },
    });
    const inUse = await plan(operation(0));
    await plan(operation(0));
    for (let n = 1; n <= 50; n++) await plan(operation(n));
    expect(await plan(operation(0))).toBe(inUse);
    expect(count()).toBe(51);
  });
});

describe('an operation that cannot be planned', () => {
  const failWith = (code: ErrorCode): Work => {
    return () => Promise.reject(new GordianError(code, 'no'));
  };

  test.each([
    'PLANNING_FAILED',
    'OPERATION_LIMIT_EXCEEDED',
  ] as const)('%s is said again without another attempt', async (code) => {
    const { plan, count } = cacheOver(failWith(code));
    for (let times = 0; times < 3; times++) await expect(plan(operation(1))).rejects.toMatchObject({ code });
    expect(count()).toBe(1);
  });

  test.each([
    'OVERLOADED',
    'CLIENT_LEFT',
    'NOT_READY',
  ] as const)('%s is not its fault, so it is tried again', async (code) => {
    const { plan, count } = cacheOver(failWith(code));
    for (let times = 0; times < 3; times++) await expect(plan(operation(1))).rejects.toMatchObject({ code });
    expect(count()).toBe(3);
  });

  test('is tried again after a while', async () => {
    const { plan, count } = cacheOver(failWith('PLANNING_FAILED'), {
      maxBytes: 1_000,
      refused: { firstMs: 1, longestMs: 1 },
    });
    const attempts = async () => {
      await expect(plan(operation(1))).rejects.toThrow();
      return count();
    };
    await expect.poll(attempts).toBeGreaterThan(1);
  });
});

describe('clients that leave', () => {
  test('stop the planning only when the last has left', async () => {
    const { work, left, end } = held();
    const { plan } = cacheOver(work);
    const [first, second] = [new AbortController(), new AbortController()];
    const plans = [plan(operation(1), first.signal), plan(operation(1), second.signal)];
    first.abort();
    expect(left[0]?.aborted).toBe(false);
    await end();
    await expect(Promise.all(plans)).resolves.toHaveLength(2);
  });

  test('all of them: the planning is stopped, and begun anew for the next one', async () => {
    const { work, left, end } = held();
    const { plan, count } = cacheOver(work);
    const client = new AbortController();
    const abandoned = plan(operation(1), client.signal);
    client.abort();
    const next = plan(operation(1));
    await expect(abandoned).rejects.toMatchObject({ code: 'CLIENT_LEFT' });
    await end();
    await expect(next).resolves.toBeDefined();
    expect(left.map(({ aborted }) => aborted)).toEqual([true, false]);
    expect(count()).toBe(2);
  });

  test('before the planning began: nothing is waited for', async () => {
    const { work } = held();
    const { plan } = cacheOver(work);
    await expect(plan(operation(1), AbortSignal.abort())).rejects.toMatchObject({ code: 'CLIENT_LEFT' });
  });
});
