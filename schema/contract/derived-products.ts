// Products that are built from other products: what they read must be listed, may be read on, and is of a version that they know.
import type { Coordinate } from '../coordinates.ts';
import { type Place, type Problem, problemAt } from '../problem.ts';
import { parseRange, satisfies } from '../semantic-version-range.ts';
import type { Contract, ContractField } from './contract.ts';
import { coordinateOfUrn } from './field-source.ts';

/** What a contract says that its product reads, or what its subgraph requires. */
interface Reading {
  readonly by: Contract;
  readonly from: Contract;
  /** In words: `Customer.lifetimeValue of orders/orders`. */
  readonly what: string;
  readonly place: Place;
}

/** @param requiredBy the coordinates that the subgraph of a field asks other subgraphs for, to compute it */
export function checkDerivedProducts(
  contracts: readonly Contract[],
  requiredBy: (field: ContractField) => readonly Coordinate[],
): Problem[] {
  const readings = contracts.flatMap((contract) => readingsOf(contract, contracts, requiredBy));
  return [
    ...firstOfEach(readings.filter(isUnlisted)).map(unlisted),
    ...contracts.filter(listsNothing).map(withoutInputs),
    ...firstOfEach(readings.filter(({ from }) => from.republicationForbiddenAt !== null)).map(forbidden),
    ...contracts.flatMap((contract) => versionMismatches(contract, contracts)),
  ];
}

function readingsOf(
  by: Contract,
  contracts: readonly Contract[],
  requiredBy: (field: ContractField) => readonly Coordinate[],
): Reading[] {
  const ofInputs = by.inputs.map(({ product, place }) => ({ product, what: product, place }));
  const ofFields = [...by.fields.values()].flatMap((field) => [
    ...field.sources.map(({ urn, place }) => ({ ...productOf(urn, contracts), place })),
    ...requiredBy(field).map((coordinate) => ({ ...homeOf(coordinate, contracts), place: field.place })),
  ]);
  return [...ofInputs, ...ofFields].flatMap(({ product, what, place }) => {
    const from = contracts.find((contract) => contract.product === product);
    return from === undefined || from === by ? [] : [{ by, from, what, place }];
  });
}

interface Named {
  readonly product: string | null;
  readonly what: string;
}

function productOf(urn: string, contracts: readonly Contract[]): Named {
  const coordinate = coordinateOfUrn(urn);
  if (coordinate !== null) return homeOf(coordinate, contracts);
  const product = /^gordian:product:(.+)$/.exec(urn)?.[1] ?? null;
  return { product, what: product ?? urn };
}

/** Keys and value types are listed by many; whoever lists something beside others has no claim on it. */
function homeOf(coordinate: Coordinate, contracts: readonly Contract[]): Named {
  const [home, ...others] = contracts.filter(({ fields }) => fields.has(coordinate));
  return home === undefined || others.length > 0
    ? { product: null, what: coordinate }
    : { product: home.product, what: `${coordinate} of ${home.product}` };
}

function isDerived({ kind }: Contract): boolean {
  return kind !== 'SOURCE_ALIGNED';
}

function isUnlisted({ by, from }: Reading): boolean {
  return isDerived(by) && by.inputs.length > 0 && !by.inputs.some(({ product }) => product === from.product);
}

function unlisted({ by, from, what, place }: Reading): Problem {
  return problemAt(place, {
    code: 'INPUT_NOT_LISTED',
    severity: 'error',
    message: `${by.product} reads ${what} and does not list that product among its inputs.`,
    fix: `Add to the inputs: { product: ${from.product}, version: ^${from.version} }`,
    related: [{ ...from.place, message: 'the product that is read' }],
  });
}

function listsNothing(contract: Contract): boolean {
  return isDerived(contract) && contract.inputs.length === 0;
}

function withoutInputs({ product, place }: Contract): Problem {
  return problemAt(place, {
    code: 'INPUT_NOT_LISTED',
    severity: 'error',
    message: `${product} is derived and lists no inputs.`,
    fix: 'Add customProperties: [{ property: inputs, value: [{ product: <domain>/<product>, version: ^1.0.0 }] }], or productKind: sourceAligned.',
  });
}

function forbidden({ by, from, what, place }: Reading): Problem {
  return problemAt(place, {
    code: 'REPUBLICATION_FORBIDDEN',
    severity: 'error',
    message: `${by.product} is built from ${what}, and the contract of ${from.product} (${from.file}) forbids that.`,
    fix: `Leave it out, or agree with ${from.owner.name} that republication is allowed.`,
    related: [{ ...from.republicationForbiddenAt!, message: 'forbidden here' }],
  });
}

function versionMismatches({ product, inputs }: Contract, contracts: readonly Contract[]): Problem[] {
  return inputs.flatMap((input) => {
    const range = input.version === null ? null : parseRange(input.version);
    const from = contracts.find((contract) => contract.product === input.product);
    if (range === null || from === undefined || satisfies(from.version, range)) return [];
    return [
      problemAt(input.place, {
        code: 'INPUT_VERSION_MISMATCH',
        severity: 'warning',
        message: `${product} was made for ${input.product} ${range.text}, and version ${from.version} is in force.`,
        fix: `See what changed, then write version: ^${from.version}.`,
        related: [{ ...from.versionPlace, message: 'the version in force' }],
      }),
    ];
  });
}

/** One finding for each pair of products. */
function firstOfEach(readings: readonly Reading[]): Reading[] {
  const pairs = new Map(
    readings.toReversed().map((reading) => [`${reading.by.product} ${reading.from.product}`, reading]),
  );
  return readings.filter((reading) => pairs.get(`${reading.by.product} ${reading.from.product}`) === reading);
}
