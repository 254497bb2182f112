// The header x-gordian-contract: versions of contracts that a client can take. Where the version in force of a product that the
// operation reads is none of them, nothing is fetched.
import { GordianError } from '../../kit/errors.ts';
import { parseRange, rangeForms, satisfies, type VersionRange } from '../../schema/semantic-version-range.ts';
import type { KnownStanding } from './standing.ts';

export interface ContractPin {
  /** `customers/customer-360`, or without the domain. */
  readonly product: string;
  readonly range: VersionRange;
}

const maxPins = 20;
const pinForm = /^([a-z0-9-]+(?:\/[a-z0-9-]+)?)@(.+)$/;
const noPins: readonly ContractPin[] = [];

/** @param header such as `customer-360@^2, orders/orders@~1.2` @throws GordianError BAD_REQUEST */
export function readContractPins(header: string | undefined): readonly ContractPin[] {
  if (header === undefined) return noPins;
  const entries = header.split(',').map((entry) => entry.trim());
  if (entries.length > maxPins) throw badHeader(`It may have ${maxPins} entries at most.`);
  return entries.map(readPin);
}

function readPin(entry: string): ContractPin {
  const [, product, text = ''] = pinForm.exec(entry) ?? [];
  if (product === undefined) throw badHeader('Each entry names a product and a range: "customer-360@^2".');
  const range = parseRange(text);
  if (range === null) throw badHeader(rangeForms);
  return { product, range };
}

function badHeader(mend: string): GordianError {
  return new GordianError('BAD_REQUEST', `The header x-gordian-contract cannot be read. ${mend}`);
}

/** The pin of a product, by its whole name or without the domain. */
export function pinOf(pins: readonly ContractPin[], product: string): ContractPin | undefined {
  return pins.find((pin) => pin.product === product || product.endsWith(`/${pin.product}`));
}

/**
 * Looks at the products that the operation reads, and at no others: a client sends the same header with all that it asks, and is not
 * told whether there is a product of which it may read nothing.
 * @throws GordianError CONTRACT_MISMATCH, also when the version in force is not known
 */
export function holdContractPins(
  pins: readonly ContractPin[],
  products: readonly string[],
  standing: KnownStanding | null,
): void {
  for (const product of pins.length === 0 ? [] : products) {
    const pin = pinOf(pins, product);
    const version = standing?.products.get(product)?.version ?? null;
    if (pin && (version === null || !satisfies(version, pin.range))) throw mismatch(product, pin.range.text, version);
  }
}

function mismatch(product: string, range: string, version: string | null): GordianError {
  const found = version === null ? 'is not known at the moment' : `is ${version}`;
  const mend = version === null ? 'Retry later' : 'Adapt the application and pin this version';
  return new GordianError(
    'CONTRACT_MISMATCH',
    `The header x-gordian-contract pins ${product} to ${range}; the version in force ${found}. Nothing was fetched. ${mend}, or leave the pin out.`,
    { details: { product, pinned: range, inForce: version } },
  );
}
