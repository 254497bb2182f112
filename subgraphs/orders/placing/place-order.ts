// The rule by which an order is placed: once per customer and idempotency key, at prices both sides agree on, or not at all.
import { createHash } from 'node:crypto';
import { GordianError } from '../../../kit/errors.ts';
import type { Database, Queries } from '../../../kit/postgres.ts';
import { badInput, idempotencyKeyInput, textInput } from '../../../kit/user-input.ts';
import type { SalesRegion, ShippingMode } from '../queries.ts';
import {
  buyerExists,
  claimKey,
  insertOrder,
  nextOrderId,
  type PricedLine,
  priceLines,
  type RequestedLine,
  requestByKey,
} from './queries.ts';

export interface OrderRequest {
  readonly idempotencyKey: string;
  readonly customerId: string;
  readonly lines: readonly {
    readonly productId: string;
    readonly quantity: number;
    readonly unitPrice?: string | null;
  }[];
  readonly shipping: {
    readonly mode: ShippingMode;
    readonly city: string;
    readonly state: string;
    readonly region: SalesRegion;
  };
}

export interface PlacedOrder {
  readonly id: string;
  /** False when the key had placed the order before, and nothing was added. */
  readonly placed: boolean;
}

const maxLines = 100;
const maxQuantity = 1_000;

export async function placeOrder(database: Database, input: OrderRequest): Promise<PlacedOrder> {
  const request = checked(input);
  const fingerprint = fingerprintOf(request);
  return database.transaction(async (transaction) => {
    if (!(await buyerExists(transaction, request.customerId))) {
      throw badInput('input.customerId', 'must name a customer');
    }
    const id = await nextOrderId(transaction);
    const { customerId, idempotencyKey } = request;
    const isNew = await claimKey(transaction, customerId, idempotencyKey, { fingerprint, orderId: id });
    if (!isNew) return { id: await earlierOrder(transaction, request, fingerprint), placed: false };
    await insertAtListPrices(transaction, id, request);
    return { id, placed: true };
  });
}

function checked(input: OrderRequest): OrderRequest {
  if (input.lines.length < 1 || input.lines.length > maxLines) {
    throw badInput('input.lines', `must have 1 to ${maxLines} entries`);
  }
  input.lines.forEach(({ quantity }, index) => {
    if (quantity < 1 || quantity > maxQuantity) {
      throw badInput(`input.lines.${index}.quantity`, `must be between 1 and ${maxQuantity}`);
    }
  });
  return {
    ...input,
    idempotencyKey: idempotencyKeyInput('input.idempotencyKey', input.idempotencyKey),
    shipping: {
      mode: input.shipping.mode,
      city: textInput('input.shipping.city', input.shipping.city, 1, 100),
      state: textInput('input.shipping.state', input.shipping.state, 1, 100),
      region: input.shipping.region,
    },
  };
}

/** Tells a retry from another order: all that was asked for, in a fixed form. */
function fingerprintOf({ lines, shipping }: OrderRequest): string {
  const asked = [
    lines.map((line) => [line.productId, line.quantity, line.unitPrice ?? null]),
    [shipping.mode, shipping.city, shipping.state, shipping.region],
  ];
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex');
}

async function earlierOrder(transaction: Queries, request: OrderRequest, fingerprint: string): Promise<string> {
  const earlier = await requestByKey(transaction, request.customerId, request.idempotencyKey);
  if (earlier.fingerprint === fingerprint) return earlier.orderId;
  throw new GordianError('CONFLICT', 'input.idempotencyKey was used for another order; choose a new key.', {
    details: { field: 'input.idempotencyKey' },
  });
}

async function insertAtListPrices(transaction: Queries, id: string, request: OrderRequest): Promise<void> {
  const { mode: shipMode, city, state, region } = request.shipping;
  const lines: RequestedLine[] = request.lines.map(({ productId, quantity, unitPrice }) => ({
    productId,
    quantity,
    agreedPrice: unitPrice ?? null,
  }));
  const priced = await priceLines(transaction, lines);
  priced.forEach(refuseUnlessOrderable);
  await insertOrder(transaction, { id, customerId: request.customerId, shipMode, city, state, region, lines });
}

function refuseUnlessOrderable(line: PricedLine, index: number): void {
  const field = `input.lines.${index}`;
  if (line.active === null) throw badInput(`${field}.productId`, 'must name a product');
  if (!line.active) throw badInput(`${field}.productId`, 'names a product that is discontinued');
  if (line.isListPrice === false) {
    throw new GordianError(
      'CONFLICT',
      `${field}.unitPrice is not the list price any more. Read the price again and let the customer agree.`,
      { details: { field: `${field}.unitPrice` } },
    );
  }
}
