// What was booked for an order of the demo data. Drawn from a hash of the order's id, so that every run, process and
// machine books the same; what would lie in the future is left out.
import { seedNumber } from '../../kit/seed-number.ts';
import { decimalFromCents } from '../../kit/superstore-figures.ts';
import type { PastTransaction } from './booking/queries.ts';
import type { ChargebackReason, ChargebackStatus } from './queries.ts';

export interface PaidOrder {
  readonly orderId: string;
  readonly customerId: string;
  readonly placedAt: Date;
  readonly totalCents: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const reasons: readonly ChargebackReason[] = ['FRAUD', 'NOT_RECEIVED', 'NOT_AS_DESCRIBED', 'DUPLICATE'];

/** The card payment, and what went back: a refund after 6 % of the orders, a chargeback after 1.5 % of the others. */
export function transactionsOf(order: PaidOrder, now: Date): PastTransaction[] {
  const payment = cardPayment(order);
  const returned = draw(order.orderId, 'returned');
  if (returned < 0.06) return [payment, refund(order, payment)].filter(happenedBy(now));
  if (returned < 0.075) return [payment, chargeback(order, payment, now)].filter(happenedBy(now));
  return [payment];
}

function cardPayment(order: PaidOrder): PastTransaction {
  // A customer pays with one of two cards.
  const card = draw(order.orderId, 'card') < 0.8 ? 'first card' : 'second card';
  const lastFour = String(Math.floor(draw(order.customerId, card) * 10_000)).padStart(4, '0');
  return {
    ...booking(order, 1, order.totalCents, order.placedAt),
    kind: 'CARD_PAYMENT',
    maskedCard: `**** **** **** ${lastFour}`,
    paymentId: null,
  };
}

/** Within four weeks, and half of the time only a part. */
function refund(order: PaidOrder, payment: PastTransaction): PastTransaction {
  const share = draw(order.orderId, 'in full') < 0.5 ? 1 : 0.2 + 0.6 * draw(order.orderId, 'share');
  const occurredAt = daysAfter(order, 2 + 26 * draw(order.orderId, 'refund day'));
  const cents = Math.max(1, Math.round(order.totalCents * share));
  return { ...booking(order, 2, cents, occurredAt), kind: 'REFUND', paymentId: payment.id };
}

/** Within two months, for the whole payment; the dispute takes two more. */
function chargeback(order: PaidOrder, payment: PastTransaction, now: Date): PastTransaction {
  const days = 10 + 50 * draw(order.orderId, 'chargeback day');
  const settledAt = daysAfter(order, days + 60);
  const isOpen = settledAt > now;
  const settled: ChargebackStatus = draw(order.orderId, 'won') < 0.3 ? 'WON' : 'LOST';
  const occurredAt = daysAfter(order, days);
  return {
    ...booking(order, 2, order.totalCents, occurredAt),
    kind: 'CHARGEBACK',
    paymentId: payment.id,
    caseReference: `CASE-${order.orderId}`,
    reason: reasons[Math.floor(draw(order.orderId, 'reason') * reasons.length)]!,
    status: isOpen ? 'OPEN' : settled,
    updatedAt: isOpen ? occurredAt : settledAt,
  };
}

/** What all kinds share; what only some kinds have is null. */
function booking(order: PaidOrder, number: number, cents: number, occurredAt: Date) {
  return {
    id: `T-${order.orderId}-${number}`,
    accountId: `A-${order.customerId}`,
    orderId: order.orderId,
    number,
    amount: decimalFromCents(cents),
    occurredAt,
    updatedAt: occurredAt,
    ...{ maskedCard: null, caseReference: null, reason: null, status: null },
  };
}

function daysAfter(order: PaidOrder, days: number): Date {
  return new Date(order.placedAt.getTime() + Math.round(days * dayMs));
}

function happenedBy(now: Date): (transaction: PastTransaction) => boolean {
  return ({ occurredAt }) => occurredAt <= now;
}

/** From 0 to below 1, the same for the same subject and question. */
function draw(subject: string, question: string): number {
  return seedNumber(`${subject} ${question}`) / 2 ** 32;
}
