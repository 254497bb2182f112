import { describe, expect, test } from 'vitest';
import { orderInstants, type SuperstoreRow, shiftedDate, superstoreRows } from '../../../kit/superstore.ts';
import { generateSuperstore } from '../../../kit/superstore-generator.ts';

const now = new Date('2026-11-22T10:00:00Z');

describe.each([
  ['the real set', superstoreRows()],
  ['the generated set', generateSuperstore()],
])('%s', (_name, rows) => {
  test('is large enough to be real', () => {
    expect(rows.length).toBeGreaterThan(9_000);
    expect(new Set(rows.map((row) => row.customerId)).size).toBeGreaterThan(700);
    expect(new Set(rows.map((row) => row.productId)).size).toBeGreaterThan(1_500);
    expect(new Set(rows.map((row) => row.orderId)).size).toBeGreaterThan(4_000);
  });

  test('has rows of one shape', () => {
    expect(rows.filter((row) => !isWellFormed(row))).toEqual([]);
    expect(rows.map((row) => row.rowId)).toEqual(rows.map((_, index) => index + 1));
  });

  test('knows the customer of the examples, with orders', () => {
    const orders = rows.filter((row) => row.customerId === 'CG-12520');
    expect(orders.map((row) => row.orderId)).toContain('CA-2016-152156');
    expect(orders.map((row) => row.productId)).toContain('FUR-BO-10001798');
    expect(orders[0]!.customerName).toBe('Claire Gute');
  });

  test('gives an order one day and one customer', () => {
    const owners = new Map<string, string>();
    for (const row of rows) {
      const owner = `${row.customerId} ${row.orderDate}`;
      expect(owners.get(row.orderId) ?? owner).toBe(owner);
      owners.set(row.orderId, owner);
    }
  });
});

test('the generated set is the same every time', () => {
  expect(generateSuperstore()).toEqual(generateSuperstore());
});

test('the newest order is minutes old, and days keep their distance', () => {
  const instants = [...orderInstants(now).values()].map((instant) => instant.getTime());
  expect(now.getTime() - Math.max(...instants)).toBe(3 * 60_000);
  expect(shiftedDate('2017-12-30', now).getTime() - shiftedDate('2016-12-30', now).getTime()).toBe(365 * 86_400_000);
});

function isWellFormed(row: SuperstoreRow): boolean {
  const days = [row.orderDate, row.shipDate].every((day) => /^\d{4}-\d{2}-\d{2}$/.test(day));
  const amounts = [row.sales, row.discount, row.profit].every((amount) => /^-?\d+(\.\d+)?$/.test(amount));
  const ids = [row.customerId, row.orderId, row.productId].every((id) => /^[A-Za-z]{2,3}-[\w-]+$/.test(id));
  return days && amounts && ids && row.quantity > 0 && row.shipDate >= row.orderDate;
}
