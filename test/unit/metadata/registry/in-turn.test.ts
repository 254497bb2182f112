import { expect, test } from 'vitest';
import { createInTurn } from '../../../../subgraphs/metadata/registry/in-turn.ts';

test('one after the other, also after a failure, and no more than may wait', async () => {
  const inTurn = createInTurn(2);
  const order: string[] = [];
  let finish = () => {};
  const first = inTurn(null, async () => {
    order.push('first');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    throw new Error('first');
  });
  const second = inTurn(null, async () => order.push('second'));
  await expect(inTurn(null, async () => order.push('third'))).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(order).toEqual(['first']);
  finish();
  await expect(first).rejects.toThrow('first');
  await second;
  await inTurn(null, async () => order.push('fourth'));
  expect(order).toEqual(['first', 'second', 'fourth']);
});

test('one asker leaves room for others', async () => {
  const inTurn = createInTurn(20);
  let finish = () => {};
  const running = inTurn(
    'ann',
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const waiting = [inTurn('ann', async () => {}), inTurn('ann', async () => {})];
  await expect(inTurn('ann', async () => {})).rejects.toMatchObject({ code: 'OVERLOADED' });
  const other = inTurn('bob', async () => 'done');
  finish();
  expect(await other).toBe('done');
  await Promise.all([running, ...waiting]);
  await inTurn('ann', async () => {});
});
