import { expect, test } from 'vitest';
import { createInTurn } from '../../../../subgraphs/metadata/registry/in-turn.ts';

test('one after the other, also after a failure, and no more than may wait', async () => {
  const inTurn = createInTurn(2);
  const order: string[] = [];
  let finish = () => {};
  const first = inTurn(async () => {
    order.push('first');
    await new Promise<void>((resolve) => {
      finish = resolve;
    });
    throw new Error('first');
  });
  const second = inTurn(async () => order.push('second'));
  await expect(inTurn(async () => order.push('third'))).rejects.toMatchObject({ code: 'OVERLOADED' });
  expect(order).toEqual(['first']);
  finish();
  await expect(first).rejects.toThrow('first');
  await second;
  await inTurn(async () => order.push('fourth'));
  expect(order).toEqual(['first', 'second', 'fourth']);
});
