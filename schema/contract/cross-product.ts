// What only shows when all products are looked at together: a key that nobody classified, a source that does not exist,
// a value derived from a protected field.

import { didYouMean } from '../../kit/nearest.ts';
import type { Classifications } from '../artefact.ts';
import type { Coordinate } from '../coordinates.ts';
import { coordinatesIn } from '../federation-lineage.ts';
import { type Place, type Problem, problemAt } from '../problem.ts';
import { isNamed, parseFieldSet, type SubgraphSdl, stringArgument } from '../subgraph-sdl.ts';
import { suggestionFor } from './classification-advice.ts';
import { classificationsOf } from './classifications.ts';
import type { Contract, ContractField } from './contract.ts';
import { checkDerivedProducts } from './derived-products.ts';
import { coordinateOfUrn } from './field-source.ts';
import { ownFields } from './scaffold.ts';
import { isStricter, shownClassification } from './strictness.ts';

export function findCrossProductProblems(subgraphs: readonly SubgraphSdl[], contracts: readonly Contract[]): Problem[] {
  return [
    ...repeatedProducts(contracts),
    ...unclassifiedKeys(subgraphs, contracts),
    ...danglingSources(subgraphs, contracts),
    ...checkDerivedProducts(contracts, (field) => requiredBySubgraphs(subgraphs, field)),
    ...unsafeDerivations(subgraphs, contracts),
  ];
}

function repeatedProducts(contracts: readonly Contract[]): Problem[] {
  return contracts.flatMap((contract, index) => {
    const earlier = contracts.slice(0, index).find(({ product }) => product === contract.product);
    if (earlier === undefined) return [];
    return [
      problemAt(contract.place, {
        code: 'CONTRACT_DUPLICATE',
        severity: 'error',
        message: `The product ${contract.product} already has the contract ${earlier.file}.`,
        fix: 'Give this product an id of its own.',
      }),
    ];
  });
}

/** Keys may be left to the home of the entity; then somebody must be that home. */
function unclassifiedKeys(subgraphs: readonly SubgraphSdl[], contracts: readonly Contract[]): Problem[] {
  const listed = new Set(contracts.flatMap((contract) => [...contract.fields.keys()]));
  const keys = subgraphs.flatMap((sdl) =>
    [...sdl.types.values()].flatMap((type) => ownFields(type).filter((field) => field.inKey)),
  );
  const missing = keys.filter(({ coordinate }) => !listed.has(coordinate));
  const firsts = missing.filter(
    (field, index) => missing.findIndex(({ coordinate }) => coordinate === field.coordinate) === index,
  );
  return firsts.map((field) => {
    const [typeName = ''] = field.coordinate.split('.');
    return problemAt(field.place, {
      code: 'UNCLASSIFIED_FIELD',
      severity: 'error',
      message: `The key ${field.coordinate} is in no contract; nobody could read it.`,
      fix: `List it in the contract that is the home of ${typeName}. ${suggestionFor({ typeName, fieldName: field.name, logicalType: null, description: field.description })}`,
    });
  });
}

interface Reference {
  readonly name: string;
  readonly known: readonly string[];
  readonly place: Place;
}

function danglingSources(subgraphs: readonly SubgraphSdl[], contracts: readonly Contract[]): Problem[] {
  const coordinates = subgraphs.flatMap((sdl) =>
    [...sdl.types.values()].flatMap((type) => [...type.fields.values()].map(({ coordinate }) => coordinate)),
  );
  const products = contracts.map(({ product }) => product);
  const references = contracts.flatMap((contract) => [
    ...sourceReferences(contract, coordinates, products),
    ...inputReferences(contract, coordinates, products),
  ]);
  return references
    .filter(({ name, known }) => !known.includes(name))
    .map(({ name, known, place }) =>
      problemAt(place, {
        code: 'DANGLING_LINEAGE',
        severity: 'warning',
        message: `No product offers the source ${name}.`,
        fix: didYouMean(name, known, 'Correct it, or register the product that offers it.'),
      }),
    );
}

function sourceReferences(
  contract: Contract,
  coordinates: readonly string[],
  products: readonly string[],
): Reference[] {
  return [...contract.fields.values()].flatMap(({ sources }) =>
    sources.flatMap(({ urn, place }) => {
      const coordinate = coordinateOfUrn(urn);
      if (coordinate !== null) return [{ name: coordinate, known: coordinates, place }];
      const product = /^gordian:product:(.+)$/.exec(urn)?.[1];
      return product === undefined ? [] : [{ name: product, known: products, place }];
    }),
  );
}

function inputReferences(contract: Contract, coordinates: readonly string[], products: readonly string[]): Reference[] {
  return contract.inputs.flatMap(({ product, fields, place }) => [
    { name: product, known: products, place },
    ...fields.map((name) => ({ name, known: coordinates, place })),
  ]);
}

/**
 * A field computed from a more strictly protected one may give it away. What a contract names as a source closes the field like the
 * source, so there a wrong level misleads readers only; of what it keeps quiet about, somebody has to say that it is safe.
 */
function unsafeDerivations(subgraphs: readonly SubgraphSdl[], contracts: readonly Contract[]): Problem[] {
  const classifications = classificationsOf(contracts);
  return contracts.flatMap((contract) =>
    [...contract.fields.values()].flatMap((field) => {
      if (field.safeToDerive || field.masking || field.classification === null) return [];
      const own = { level: field.classification, tags: field.tags };
      const stricter = (inputs: readonly Coordinate[]) =>
        inputs.filter((input) => isStricter(classifications.get(input), own));
      const declared = field.sources.flatMap(({ urn }) => coordinateOfUrn(urn) ?? []);
      const quiet = requiredBySubgraphs(subgraphs, field).filter((input) => !declared.includes(input));
      return [
        ...derivation(field, stricter(declared), unsafe, classifications),
        ...derivation(field, stricter(quiet), undeclared, classifications),
      ];
    }),
  );
}

type Kind = Pick<Problem, 'code' | 'severity' | 'fix'>;

const unsafe: Kind = {
  code: 'UNSAFE_DERIVATION',
  severity: 'warning',
  fix: 'Classify it as strictly, or, if it gives nothing away, add customProperties: [{ property: safeToDerive, value: true }].',
};
const undeclared: Kind = {
  code: 'UNDECLARED_DERIVATION',
  severity: 'error',
  fix: 'Name them in transformSourceObjects, so that the field asks what they ask, or, if it gives nothing away, add customProperties: [{ property: safeToDerive, value: true }].',
};

function derivation(
  field: ContractField,
  inputs: readonly Coordinate[],
  kind: Kind,
  classifications: Classifications,
): Problem[] {
  if (inputs.length === 0) return [];
  const listed = inputs.map((input) => `${input} (${shownClassification(classifications.get(input)!)})`).join(', ');
  const message = `${field.coordinate} is ${field.classification} and computed from ${listed}.`;
  return [problemAt(field.place, { ...kind, message })];
}

function requiredBySubgraphs(subgraphs: readonly SubgraphSdl[], field: ContractField): Coordinate[] {
  return [...new Set(subgraphs.flatMap((sdl) => requiredBy(sdl, field)))];
}

function requiredBy(sdl: SubgraphSdl, { coordinate, name }: ContractField): Coordinate[] {
  const type = sdl.types.get(coordinate.split('.')[0]!);
  const requires = type?.fields.get(name)?.directives.find((directive) => isNamed(directive, 'requires'));
  return type && requires ? coordinatesIn(sdl, type, parseFieldSet(stringArgument(requires, 'fields') ?? '')) : [];
}
