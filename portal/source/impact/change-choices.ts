// The changes that can be planned: every kind that may break somebody. A test compares them with the table that the graph judges by.

import { plainWord } from '../product/product-words.ts';

export interface ChangeChoice {
  readonly kind: string;
  readonly words: string;
  /** What its coordinate looks like. */
  readonly example: string;
}

const field = 'Customer.email';
const type = 'Customer';
const argument = 'Query.customers(first:)';
const input = 'PlaceOrderInput.customerId';
const product = 'orders/orders';

export const changeChoices: readonly ChangeChoice[] = [
  { kind: 'FIELD_REMOVED', words: 'A field is removed', example: field },
  { kind: 'FIELD_RENAMED', words: 'A field is renamed', example: field },
  { kind: 'FIELD_TYPE_CHANGED', words: 'A field gets another type', example: field },
  { kind: 'FIELD_NULLABLE', words: 'A field may be null', example: field },
  { kind: 'CLASSIFICATION_RAISED', words: 'A field is classified more strictly', example: field },
  { kind: 'DERIVATION_CLOSED', words: 'A field no longer conceals its sources', example: field },
  { kind: 'RESIDENCY_NARROWED', words: 'A field may be used in fewer regions', example: field },
  { kind: 'PURPOSES_NARROWED', words: 'A field may be used for fewer purposes', example: field },
  { kind: 'LEGAL_HOLD_SET', words: 'A field is held for legal proceedings', example: field },
  { kind: 'TYPE_REMOVED', words: 'A type is removed', example: type },
  { kind: 'TYPE_KIND_CHANGED', words: 'A type becomes another kind of type', example: type },
  { kind: 'UNION_MEMBER_REMOVED', words: 'A type leaves a union', example: 'TicketSubject' },
  { kind: 'INTERFACE_REMOVED', words: 'A type no longer implements an interface', example: 'Refund' },
  { kind: 'KEY_REMOVED', words: 'An entity loses a key', example: type },
  { kind: 'ENUM_VALUE_REMOVED', words: 'A value of an enum is removed', example: 'OrderStatus.SHIPPED' },
  { kind: 'ARGUMENT_REMOVED', words: 'An argument is removed', example: argument },
  { kind: 'REQUIRED_ARGUMENT_ADDED', words: 'A required argument is added', example: argument },
  { kind: 'ARGUMENT_TYPE_CHANGED', words: 'An argument gets another type', example: argument },
  { kind: 'ARGUMENT_REQUIRED', words: 'An argument becomes required', example: argument },
  { kind: 'INPUT_FIELD_REMOVED', words: 'A field of an input is removed', example: input },
  { kind: 'REQUIRED_INPUT_FIELD_ADDED', words: 'A required field is added to an input', example: input },
  { kind: 'INPUT_FIELD_TYPE_CHANGED', words: 'A field of an input gets another type', example: input },
  { kind: 'INPUT_FIELD_REQUIRED', words: 'A field of an input becomes required', example: input },
  { kind: 'DIRECTIVE_REMOVED', words: 'A directive is removed', example: '@fresh' },
  { kind: 'DIRECTIVE_LOCATION_REMOVED', words: 'A directive may stand in fewer places', example: '@fresh' },
  { kind: 'DIRECTIVE_REPEATABLE_REMOVED', words: 'A directive may stand only once', example: '@fresh' },
  { kind: 'SLA_REMOVED', words: 'A promise is withdrawn', example: product },
  { kind: 'SLA_RELAXED', words: 'A promise is lowered', example: product },
  { kind: 'SLA_MEASURE_CHANGED', words: 'A promise is about something else', example: product },
  { kind: 'PRODUCT_RETIRED', words: 'A product is retired', example: product },
  { kind: 'REPUBLICATION_FORBIDDEN', words: 'Other products may no longer be built from it', example: product },
  { kind: 'ROLE_REMOVED', words: 'A role no longer gives access', example: product },
  { kind: 'PRICE_INTRODUCED', words: 'A product costs something', example: product },
  { kind: 'PRICE_RAISED', words: 'A product costs more', example: product },
  { kind: 'PRICE_TERMS_CHANGED', words: 'A product is priced otherwise', example: product },
];

/** What would happen, in words; the name of the kind where the address names one that is not offered. */
export function wordsOfChange(kind: string): string {
  return changeChoices.find((choice) => choice.kind === kind)?.words ?? plainWord(kind);
}

/** Whether what such a change is of is registered already, as a field, of one or as a product. */
export function isOfRegistered(kind: string): boolean {
  const example = changeChoices.find((choice) => choice.kind === kind)?.example ?? '';
  return [field, argument, input, product].includes(example) && kind !== 'REQUIRED_INPUT_FIELD_ADDED';
}
