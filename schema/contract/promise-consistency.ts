// Can the promises of a contract be kept and measured on what the SDL serves?
import { didYouMean } from '../../kit/nearest.ts';
import { type Problem, problemAt } from '../problem.ts';
import type { SubgraphSdl } from '../subgraph-sdl.ts';
import type { Contract } from './contract.ts';
import { logicalTypesFor } from './logical-type.ts';

export function checkPromises(contract: Contract, sdl: SubgraphSdl): Problem[] {
  return [...checkSlaElements(contract, sdl), ...vectorsOfUnknownAge(contract)];
}

/** What a model learns from, or is asked with, ages unseen. */
function vectorsOfUnknownAge({ slas, fields, product }: Contract): Problem[] {
  const [vector] = [...fields.values()].filter(({ logicalType }) => logicalType === 'vector');
  if (vector === undefined || slas.some(({ kind }) => kind === 'FRESHNESS')) return [];
  return [
    problemAt(vector.place, {
      code: 'ML_FIELD_WITHOUT_FRESHNESS',
      severity: 'warning',
      message: `${vector.coordinate} is a vector, and ${product} does not promise how fresh it is.`,
      fix: 'Add to slaProperties: { property: freshness, value: 1, unit: d, element: Type.updatedAt }',
    }),
  ];
}

function checkSlaElements(contract: Contract, sdl: SubgraphSdl): Problem[] {
  return contract.slas.flatMap(({ element, kind, place }) => {
    if (element === null) return [];
    const [typeName = '', fieldName] = element.split('.');
    const type = sdl.types.get(typeName);
    const field = type?.fields.get(fieldName ?? '');
    const logicalType = field === undefined ? null : logicalTypesFor(field.type, sdl.kinds)[0];
    const known = fieldName === undefined ? type !== undefined : field !== undefined;
    if (known && (kind !== 'FRESHNESS' || logicalType === 'timestamp' || logicalType === 'date')) return [];
    return [
      problemAt(place, {
        code: 'SLA_ELEMENT_UNKNOWN',
        severity: 'error',
        message: known
          ? `${element} does not tell an age: freshness needs a field of type DateTime or Date.`
          : `The schema has no ${element}.`,
        fix: known
          ? 'Name the field that holds when the record was last changed.'
          : didYouMean(element, coordinatesOf(sdl), 'Name a type or field of the schema.'),
      }),
    ];
  });
}

function coordinatesOf(sdl: SubgraphSdl): string[] {
  return [...sdl.types.values()].flatMap((type) => [
    type.name,
    ...[...type.fields.values()].map(({ coordinate }) => coordinate),
  ]);
}
