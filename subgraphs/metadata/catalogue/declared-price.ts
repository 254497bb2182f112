// What a registered contract says that the use of its product costs. A version never changes, so it is read once.
import { LRUCache } from 'lru-cache';
import type { Price } from '../../../schema/contract/contract.ts';
import { readContract } from '../../../schema/contract/read-contract.ts';

const maximumContracts = 1000;
const pricesByContent = new LRUCache<string, { readonly price: Price | null }>({ max: maximumContracts });

/** @param sha256 of the text, which is only asked for when it was not read yet */
export async function declaredPrice(sha256: string, contractText: () => Promise<string>): Promise<Price | null> {
  const known = pricesByContent.get(sha256) ?? priceIn(await contractText());
  pricesByContent.set(sha256, known);
  return known.price;
}

function priceIn(text: string): { readonly price: Price | null } {
  // What was registered can be read.
  return { price: readContract(text, 'contract.yaml').contract!.price };
}
