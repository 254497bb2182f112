// How a product is named at the prompt: by its URN, or by the shorter id.
import { productUrn } from '../../../schema/contract/contract.ts';

/** @param given `orders/orders`, or a URN */
export function urnOfProduct(given: string): string {
  return given.startsWith('gordian:') ? given : productUrn(given);
}
