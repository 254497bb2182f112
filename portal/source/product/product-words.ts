// What the enums of a product are called for people, and which tone says it. Pure.

import type { AccessFragment, SlaStatus } from '../generated/graph.ts';
import type { LifecycleStatus, ProductKind, Sensitivity } from '../generated/product.ts';
import type { Tone } from '../parts/tone.ts';

interface Word {
  readonly word: string;
  readonly tone: Tone;
}

export const standingWords: Readonly<Record<SlaStatus, Word>> = {
  OK: { word: 'Healthy', tone: 'good' },
  AT_RISK: { word: 'At risk', tone: 'warning' },
  BREACHED: { word: 'Breached', tone: 'bad' },
  UNKNOWN: { word: 'Health not known', tone: 'neutral' },
};

export const promiseWords: Readonly<Record<SlaStatus, Word>> = {
  ...standingWords,
  OK: { word: 'Kept', tone: 'good' },
  BREACHED: { word: 'Not kept', tone: 'bad' },
  UNKNOWN: { word: 'Not known', tone: 'neutral' },
};

export const kindWords: Readonly<Record<ProductKind, string>> = {
  SOURCE_ALIGNED: 'Source-aligned',
  AGGREGATE: 'Aggregate',
  CONSUMER_ALIGNED: 'Consumer-aligned',
};

export const lifecycleWords: Readonly<Record<LifecycleStatus, Word>> = {
  PROPOSED: { word: 'Proposed', tone: 'neutral' },
  DRAFT: { word: 'Draft', tone: 'neutral' },
  ACTIVE: { word: 'Active', tone: 'good' },
  DEPRECATED: { word: 'Deprecated', tone: 'warning' },
  RETIRED: { word: 'Retired', tone: 'bad' },
};

export const levelWords: Readonly<Record<Sensitivity, Word>> = {
  PUBLIC: { word: 'Public', tone: 'neutral' },
  INTERNAL: { word: 'Internal', tone: 'neutral' },
  CONFIDENTIAL: { word: 'Confidential', tone: 'warning' },
  RESTRICTED: { word: 'Restricted', tone: 'bad' },
};

const checkWords: Readonly<Record<string, string>> = {
  owner: 'An owner with people in it',
  support: 'Somebody to ask',
  contract: 'A contract in force',
  description: 'A description',
  'fields-described': 'Descriptions of its fields',
  classification: 'Classifications that somebody confirmed',
  sla: 'Promises about its service',
  'sla-measured': 'Promises that are measured',
  'quality-rules': 'Rules about its data',
  'quality-known': 'Rules that are checked',
};

/** What a check of the scorecard asks for. */
export function checkWord(id: string): string {
  return checkWords[id] ?? plainWord(id.replaceAll('-', ' '));
}

/** What the viewer may read of a product, in a word and at more length. */
export function accessWords({
  outcome,
  deniedFields,
  maskedFields,
  fieldsByRow,
}: AccessFragment): Word & { detail: string } {
  const parts = [
    counted(deniedFields.length, 'field denied', 'fields denied'),
    counted(maskedFields.length, 'masked', 'masked'),
    counted(fieldsByRow.length, 'by record', 'by record'),
  ].filter((part) => part !== '');
  const detail = parts.join(', ') || 'Every field, in clear';
  if (outcome === 'ALLOW') return { word: 'Full access', tone: 'good', detail };
  if (outcome === 'DENY') return { word: 'No access', tone: 'denied', detail };
  return { word: 'Partial access', tone: 'warning', detail };
}

export function trustTone(score: number): Tone {
  if (score >= 75) return 'good';
  return score >= 50 ? 'warning' : 'bad';
}

export interface Price {
  readonly amount: number | null;
  readonly currency: string | null;
  readonly unit: string | null;
}

const amounts = new Intl.NumberFormat('en', { maximumFractionDigits: 12 });

/** `0.001 USD per request`; null where a contract names no amount. */
export function priceText(price: Price | null): string | null {
  if (price === null || price.amount === null) return null;
  const { amount, currency, unit } = price;
  return [amounts.format(amount), currency, unit && `per ${unit}`].filter(Boolean).join(' ');
}

/** `orders/orders` of `gordian:product:orders/orders`. */
export function productId(urn: string): string {
  return urn.replace(/^gordian:product:/, '');
}

/** `AT_RISK` as `At risk`, for words that have no table. */
export function plainWord(name: string): string {
  const words = name.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Empty for none. */
function counted(number: number, one: string, many: string): string {
  return number === 0 ? '' : `${number} ${number === 1 ? one : many}`;
}
