// Made-up demo rows in the shape of the superstore set, for installations without it. The same rows in every process and
// run: numbers come from a fixed seed. The customer, order and product of the examples are among them.

import type { SuperstoreRow } from './superstore-row.ts';

const customerCount = 800;
const productCount = 1_800;
const orderCount = 5_000;
const newestDay = Date.parse('2017-12-30');
const dayMs = 86_400_000;

const segments = ['Consumer', 'Corporate', 'Home Office'] as const;
const shipModes = ['Same Day', 'First Class', 'Second Class', 'Standard Class'] as const;
const places = [
  ['Kentucky', 'Henderson', '42420', 'South'],
  ['California', 'Los Angeles', '90036', 'West'],
  ['New York', 'New York City', '10024', 'East'],
  ['Texas', 'Houston', '77095', 'Central'],
  ['Washington', 'Seattle', '98103', 'West'],
  ['Illinois', 'Chicago', '60623', 'Central'],
  ['Florida', 'Miami', '33180', 'South'],
  ['Pennsylvania', 'Philadelphia', '19140', 'East'],
] as const;
const shelves = [
  ['Furniture', 'Bookcases', 'FUR-BO'],
  ['Furniture', 'Chairs', 'FUR-CH'],
  ['Furniture', 'Tables', 'FUR-TA'],
  ['Office Supplies', 'Binders', 'OFF-BI'],
  ['Office Supplies', 'Paper', 'OFF-PA'],
  ['Office Supplies', 'Storage', 'OFF-ST'],
  ['Technology', 'Phones', 'TEC-PH'],
  ['Technology', 'Accessories', 'TEC-AC'],
] as const;
const firstNames = [
  'Claire',
  'Ada',
  'Bruno',
  'Chidi',
  'Dana',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Ines',
  'Jonas',
  'Kira',
  'Liam',
  'Mina',
  'Noor',
  'Olga',
] as const;
const lastNames = [
  'Gute',
  'Abara',
  'Berg',
  'Costa',
  'Diaz',
  'Eklund',
  'Fischer',
  'Garcia',
  'Haddad',
  'Ito',
  'Jensen',
  'Khan',
  'Lopez',
  'Moreau',
  'Novak',
  'Okoro',
] as const;
const adjectives = ['Plain', 'Sturdy', 'Bright', 'Compact', 'Classic', 'Quiet', 'Folding', 'Modern'] as const;

type Random = () => number;

/** About 10,000 order lines, sorted by `rowId`. */
export function generateSuperstore(): readonly SuperstoreRow[] {
  const random = seededRandom(20_171_230);
  const customers = Array.from({ length: customerCount }, (_, index) => makeCustomer(index, random));
  const products = Array.from({ length: productCount }, (_, index) => makeProduct(index, random));
  return Array.from({ length: orderCount }, (_, index) => makeOrder(index, customers, products, random))
    .flat()
    .map((line, index) => ({ rowId: index + 1, ...line }));
}

function makeCustomer(index: number, random: Random) {
  const first = firstNames[index % firstNames.length]!;
  const last = lastNames[Math.floor(index / firstNames.length) % lastNames.length]!;
  return {
    customerId: `${first[0]}${last[0]}-${12_520 + index * 5}`,
    customerName: `${first} ${last}`,
    segment: index === 0 ? segments[0] : pick(segments, random),
  };
}

function makeProduct(index: number, random: Random) {
  const [category, subCategory, prefix] = shelves[index % shelves.length]!;
  return {
    productId: `${prefix}-${10_001_798 + index}`,
    category,
    subCategory,
    productName: `${pick(adjectives, random)} ${subCategory} No. ${index + 1}`,
    priceCents: 199 + Math.floor(random() * 60_000),
  };
}

function makeOrder(
  index: number,
  customers: readonly ReturnType<typeof makeCustomer>[],
  products: readonly ReturnType<typeof makeProduct>[],
  random: Random,
): Omit<SuperstoreRow, 'rowId'>[] {
  const isExample = index === 0;
  const daysBack = isExample ? 417 : index === 1 ? 0 : Math.floor(random() * 1_458);
  const orderDate = dayString(newestDay - daysBack * dayMs);
  const [state, city, postalCode, region] = isExample ? places[0] : pick(places, random);
  const order = {
    orderId: `CA-${orderDate.slice(0, 4)}-${152_156 + index}`,
    orderDate,
    shipDate: dayString(Date.parse(orderDate) + Math.floor(random() * 8) * dayMs),
    shipMode: pick(shipModes, random),
    ...(isExample ? customers[0]! : pick(customers, random)),
    ...{ country: 'United States', city, state, postalCode, region },
  };
  const lineCount = 1 + Math.floor(random() * 3);
  return Array.from({ length: lineCount }, (_, line) => ({
    ...order,
    ...makeLine(isExample && line === 0 ? products[0]! : pick(products, random), random),
  }));
}

function makeLine(product: ReturnType<typeof makeProduct>, random: Random) {
  const { priceCents, ...named } = product;
  const quantity = 1 + Math.floor(random() * 9);
  const discount = pick(['0', '0', '0.1', '0.2'] as const, random);
  const salesCents = Math.round(priceCents * quantity * (1 - Number(discount)));
  const profitCents = Math.round(salesCents * (random() * 0.5 - 0.1));
  return { ...named, sales: dollars(salesCents), quantity, discount, profit: dollars(profitCents) };
}

function dollars(cents: number): string {
  return (cents / 100).toFixed(2);
}

function dayString(instant: number): string {
  return new Date(instant).toISOString().slice(0, 10);
}

function pick<Item>(items: readonly Item[], random: Random): Item {
  return items[Math.floor(random() * items.length)]!;
}

/** A linear congruential generator: plenty for demo data, and the same everywhere. */
function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
