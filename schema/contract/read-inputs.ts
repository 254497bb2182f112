// What a derived product reads from other products: the custom property `inputs`.
import { parseRange, rangeForms } from '../semantic-version-range.ts';
import type { ProductInput } from './contract.ts';
import { isProductId } from './read-identity.ts';
import type { YamlValue } from './yaml-document.ts';
import { type Findings, invalid, itemsOf, type Mapping, readMapping, stringOf, stringsOf } from './yaml-mapping.ts';

export function readInputs(custom: Mapping): ProductInput[] {
  return itemsOf(custom, 'inputs').flatMap((item) => readInput(item, custom.findings));
}

function readInput(item: YamlValue, findings: Findings): ProductInput[] {
  const input = readMapping(item, { required: ['product'], optional: ['version', 'fields'] }, findings);
  const product = input === null ? null : stringOf(input, 'product');
  if (input === null || product === null) return [];
  if (!isProductId(product))
    invalid(input, 'product', `"${product}" is not a product id.`, 'Write <domain>/<product>, such as orders/orders.');
  return [{ product, version: readVersionRange(input), fields: stringsOf(input, 'fields'), place: input.place }];
}

function readVersionRange(input: Mapping): string | null {
  const range = stringOf(input, 'version');
  if (range === null || parseRange(range) !== null) return range;
  invalid(input, 'version', `"${range}" is not a range of versions.`, rangeForms);
  return null;
}
