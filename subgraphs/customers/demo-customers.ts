// The demo data of the domain: customers of the superstore set with the personal data that it lacks, made up by faker
// from a seed per id. Pure but for the clock handed in: the same rows on every machine.
import type { Faker } from '@faker-js/faker';
import { groupInKeyOrder } from '../../kit/in-key-order.ts';
import { seedNumber } from '../../kit/seed-number.ts';
import { orderInstants, type SuperstoreRow, shiftedDate, superstoreRows } from '../../kit/superstore.ts';
import type {
  AccountManagerRow,
  ConsentPurpose,
  ConsentSource,
  CustomerRow,
  CustomerSegment,
  SalesRegion,
  SeededDecision,
} from './queries.ts';

export interface DemoCustomer {
  readonly customer: CustomerRow;
  /** The oldest first. */
  readonly decisions: readonly SeededDecision[];
}

const demoRegions: readonly SalesRegion[] = ['CENTRAL', 'EAST', 'SOUTH', 'WEST'];
const demoSources: readonly ConsentSource[] = ['WEB', 'PHONE', 'PAPER', 'IMPORT'];
export const demoPurposes: readonly ConsentPurpose[] = [
  'MARKETING_EMAIL',
  'MARKETING_PHONE',
  'PERSONALISATION',
  'DATA_SHARING',
];

const managersPerRegion = 3;
const dayMs = 86_400_000;

/** Three for each region: AM-01 to AM-03 for CENTRAL, and so on. */
export function demoAccountManagers(faker: Faker): AccountManagerRow[] {
  return demoRegions.flatMap((region, place) =>
    Array.from({ length: managersPerRegion }, (_, index) => {
      const id = `AM-${String(place * managersPerRegion + index + 1).padStart(2, '0')}`;
      faker.seed(seedNumber(id));
      const name = `${faker.person.firstName()} ${faker.person.lastName()}`;
      return { id, name, region, email: emailOf(name, 'gordian.example') };
    }),
  );
}

export function demoCustomers(faker: Faker, now: Date): DemoCustomer[] {
  const rows = superstoreRows();
  const ids = [...new Set(rows.map((row) => row.customerId))];
  const placedAt = orderInstants(now);
  return groupInKeyOrder(ids, rows, (row) => row.customerId).map((own) => demoCustomer(faker, own, placedAt, now));
}

function demoCustomer(
  faker: Faker,
  rows: readonly SuperstoreRow[],
  placedAt: ReadonlyMap<string, Date>,
  now: Date,
): DemoCustomer {
  const byDay = rows.toSorted((a, b) => (a.orderDate < b.orderDate ? -1 : 1));
  const [first, last] = [byDay[0]!, byDay.at(-1)!];
  faker.seed(seedNumber(first.customerId));
  const customer = {
    ...masterData(first, last, now),
    ...contactData(faker, last),
    // An order brings the address up to date, and so touches the profile.
    updatedAt: placedAt.get(last.orderId)!,
  };
  return { customer, decisions: demoDecisions(faker, customer, now) };
}

function masterData(first: SuperstoreRow, last: SuperstoreRow, now: Date) {
  const region = last.region.toUpperCase() as SalesRegion;
  const manager =
    demoRegions.indexOf(region) * managersPerRegion + (seedNumber(first.customerId) % managersPerRegion) + 1;
  return {
    id: first.customerId,
    name: first.customerName,
    segment: first.segment.toUpperCase().replace(' ', '_') as CustomerSegment,
    region,
    customerSince: shiftedDate(first.orderDate, now).toISOString().slice(0, 10),
    accountManagerId: `AM-${String(manager).padStart(2, '0')}`,
  };
}

/** Where the last order went; the rest is made up. One customer in fifty gave no e-mail address, one in ten no phone. */
function contactData(faker: Faker, last: SuperstoreRow) {
  return {
    dateOfBirth: faker.date.between({ from: '1945-01-01', to: '2004-12-31' }).toISOString().slice(0, 10),
    street: faker.location.streetAddress(),
    city: last.city,
    state: last.state,
    postalCode: last.postalCode,
    country: last.country,
    phone: faker.datatype.boolean(0.9) ? faker.phone.number({ style: 'international' }) : null,
    email: faker.datatype.boolean(0.98) ? emailOf(last.customerName, 'example.com') : null,
  };
}

/** Up to two decisions per purpose: the first when the customer came, the second a change of mind. */
function demoDecisions(faker: Faker, customer: CustomerRow, now: Date): SeededDecision[] {
  const since = Date.parse(customer.customerSince);
  const decisions = demoPurposes.flatMap((purpose) => {
    const count = faker.helpers.weightedArrayElement([
      { weight: 2, value: 0 },
      { weight: 6, value: 1 },
      { weight: 2, value: 2 },
    ]);
    let granted = faker.datatype.boolean(0.6);
    let decidedMs = since;
    return Array.from({ length: count }, (_, index) => {
      granted = index === 0 ? granted : !granted;
      decidedMs += faker.number.int({ min: 0, max: 200 }) * dayMs;
      return {
        purpose,
        granted,
        decidedAt: new Date(Math.min(decidedMs, now.getTime())),
        source: faker.helpers.arrayElement(demoSources),
      };
    });
  });
  return decisions.map(({ decidedAt, ...decision }, index) => ({
    ...decision,
    customerId: customer.id,
    decidedAt,
    textVersion: `${decidedAt.getUTCFullYear()}-01`,
    idempotencyKey: `demo-${customer.id}-${index + 1}`,
  }));
}

function emailOf(name: string, host: string): string {
  const local = name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z]+/g, '.')
    .replace(/^\.|\.$/g, '');
  return `${local}@${host}`;
}
