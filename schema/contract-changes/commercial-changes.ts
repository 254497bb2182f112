// The commercial axis: what the product costs, and on which terms.
import type { Contract, Price } from '../contract/contract.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import { isSame } from './plain-data.ts';

export function commercialChanges(before: Contract, after: Contract): ContractChange[] {
  return [...priceChange(before, after), ...billingTagChange(before, after), ...textChanges(before, after)];
}

function priceChange({ product, price: before }: Contract, { price: after }: Contract): ContractChange[] {
  if (isSame(before, after)) return [];
  return [
    changeOf(
      kindOf(before, after),
      product,
      before,
      after,
      `${product} cost ${inWords(before)} and costs ${inWords(after)}.`,
    ),
  ];
}

function kindOf(before: Price | null, after: Price | null) {
  const [from, to] = [before?.amount ?? 0, after?.amount ?? 0];
  if (from === 0 && to > 0) return 'PRICE_INTRODUCED';
  if (to === 0 && from > 0) return 'PRICE_LOWERED';
  if (before?.currency !== after?.currency || before?.unit !== after?.unit) return 'PRICE_TERMS_CHANGED';
  return to > from ? 'PRICE_RAISED' : 'PRICE_LOWERED';
}

function inWords(price: Price | null): string {
  if (price === null || price.amount === null || price.amount === 0) return 'nothing';
  const { amount, currency, unit } = price;
  return `${amount}${currency === null ? '' : ` ${currency}`}${unit === null ? '' : ` per ${unit}`}`;
}

function billingTagChange(
  { product, billingTag: before }: Contract,
  { billingTag: after }: Contract,
): ContractChange[] {
  if (before === after) return [];
  return [
    changeOf('BILLING_TAG_CHANGED', product, before, after, `Costs of ${product} are booked on ${after ?? 'nothing'}.`),
  ];
}

function textChanges({ product, description: before }: Contract, { description: after }: Contract): ContractChange[] {
  const terms = ({ usage, limitations }: Contract['description']) => ({ usage, limitations });
  if (isSame(terms(before), terms(after))) return [];
  return [
    changeOf('TERMS_CHANGED', product, terms(before), terms(after), `The terms of use of ${product} are others.`),
  ];
}
