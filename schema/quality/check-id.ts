// How a quality check is called outside of its contract, in which only its rule's id is unique.

/** @param product `orders/orders` @param rule id of the rule in the contract */
export function qualityCheckId(product: string, rule: string): string {
  return `${product}#${rule}`;
}

/** `orders/orders`; no product has a `#` in its id. */
export function productOfCheck(checkId: string): string {
  return checkId.slice(0, Math.max(0, checkId.indexOf('#')));
}

export function ruleOfCheck(checkId: string): string {
  return checkId.slice(checkId.indexOf('#') + 1);
}
