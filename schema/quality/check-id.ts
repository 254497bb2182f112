// How a quality check is called outside of its contract, in which only its rule's id is unique.

/** @param product `orders/orders` @param rule id of the rule in the contract */
export function qualityCheckId(product: string, rule: string): string {
  return `${product}#${rule}`;
}
