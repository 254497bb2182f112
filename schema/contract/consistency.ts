// Do the contracts of a subgraph and its SDL say the same? Every difference is a problem with a place in both files.
// Reads what each side says; whether the subgraphs fit together is the business of composition and of publication.ts.
import { Kind } from 'graphql';
import { didYouMean } from '../../kit/nearest.ts';
import { type Place, type Problem, problemAt } from '../problem.ts';
import { isNamed, type SdlField, type SdlType, type SubgraphSdl } from '../subgraph-sdl.ts';
import { suggestionFor } from './classification-advice.ts';
import type { Contract, ContractField, ContractObject } from './contract.ts';
import { logicalTypesFor } from './logical-type.ts';
import { checkPromises } from './promise-consistency.ts';
import { fieldEntry, ownFields, toReview } from './scaffold.ts';
import { isProtected } from './strictness.ts';

/** @param contracts all contracts of this subgraph; together they cover its SDL */
export function checkConsistency(sdl: SubgraphSdl, contracts: readonly Contract[]): Problem[] {
  return [
    // Before what is missing: a mistyped name is the cause of the missing one.
    ...contracts.flatMap((contract) => contract.objects.flatMap((object) => checkObject(object, sdl))),
    ...[...sdl.types.values()].flatMap((type) => missingFields(type, sdl, contracts)),
    ...repeatedFields(sdl, contracts),
    ...contracts.flatMap((contract) => checkPromises(contract, sdl)),
  ];
}

/** Fields of the SDL that no contract lists. Keys may be left to the home of the entity. */
function missingFields(type: SdlType, sdl: SubgraphSdl, contracts: readonly Contract[]): Problem[] {
  const listed = (field: SdlField) => contracts.some((contract) => contract.fields.has(field.coordinate));
  const missing = ownFields(type).filter((field) => !field.inKey && !listed(field));
  const objects = contracts.flatMap((contract) => contract.objects.filter(({ name }) => name === type.name));
  const [home] = objects.sort((a, b) => b.fields.length - a.fields.length);
  if (missing.length > 0 && home === undefined) return [missingType(type, missing, sdl, contracts)];
  return missing.map((field) =>
    problemAt(home!.place, {
      code: 'CONTRACT_FIELD_MISSING',
      severity: 'error',
      message: `${field.coordinate} is served and not in the contract.`,
      fix: `Add to the properties of ${type.name}: ${fieldEntry(type, field, sdl)}`,
      related: [{ ...field.place, message: 'served here' }],
    }),
  );
}

function missingType(
  type: SdlType,
  fields: readonly SdlField[],
  sdl: SubgraphSdl,
  contracts: readonly Contract[],
): Problem {
  const entries = fields.map((field) => `\n          ${fieldEntry(type, field, sdl)}`).join('');
  return problemAt(contracts[0]?.schemaPlace ?? type.place, {
    code: 'CONTRACT_TYPE_MISSING',
    severity: 'error',
    message: `The type ${type.name} is served and not in the contract.`,
    fix: `Add to schema:\n      - name: ${type.name}\n        properties:${entries}`,
    related: [{ ...type.place, message: 'served here' }],
  });
}

function checkObject(object: ContractObject, sdl: SubgraphSdl): Problem[] {
  const type = sdl.types.get(object.name);
  if (type === undefined) return [unknownType(object, sdl)];
  return object.fields.flatMap((field) => checkField(field, type, sdl));
}

function unknownType(object: ContractObject, sdl: SubgraphSdl): Problem {
  const kind = sdl.kinds.get(object.name);
  return problemAt(object.place, {
    code: 'CONTRACT_TYPE_UNKNOWN',
    severity: 'error',
    message:
      kind === undefined
        ? `The schema ${sdl.file} has no type ${object.name}.`
        : `${object.name} has no fields (its kind is ${kind}), and only types with fields are listed.`,
    fix:
      kind === undefined
        ? didYouMean(object.name, [...sdl.types.keys()], 'Remove it here, or add it to the schema.')
        : 'Remove it here.',
  });
}

function checkField(field: ContractField, type: SdlType, sdl: SubgraphSdl): Problem[] {
  const served = type.fields.get(field.name);
  if (served === undefined || served.external) return [unknownField(field, type, served)];
  return [
    ...typeMismatch(field, served, sdl),
    ...nullabilityMismatch(field, served),
    ...classificationFindings(field, served, type),
    ...protectedNonNull(field, served, type),
    ...quietDeprecation(field, served),
  ];
}

function unknownField(field: ContractField, type: SdlType, served: SdlField | undefined): Problem {
  const external = served !== undefined;
  return problemAt(field.place, {
    code: 'CONTRACT_FIELD_UNKNOWN',
    severity: 'error',
    message: external
      ? `${field.coordinate} is @external: another subgraph serves and promises it.`
      : `The schema has no field ${field.coordinate}.`,
    fix: external
      ? 'Remove it here.'
      : didYouMean(field.name, [...type.fields.keys()], 'Remove it here, or add it to the schema.'),
    related: [{ ...(served ?? type).place, message: external ? 'declared @external here' : 'the type' }],
  });
}

function typeMismatch(field: ContractField, served: SdlField, sdl: SubgraphSdl): Problem[] {
  const allowed = logicalTypesFor(served.type, sdl.kinds);
  if (allowed.includes(field.logicalType)) return [];
  return [
    problemAt(field.place, {
      code: 'TYPE_MISMATCH',
      severity: 'error',
      message: `${field.coordinate} is promised as ${field.logicalType} and served as another type.`,
      fix: `Write logicalType: ${allowed[0]}.`,
      related: [{ ...served.place, message: 'served here' }],
    }),
  ];
}

function nullabilityMismatch(field: ContractField, served: SdlField): Problem[] {
  const nonNull = served.type.kind === Kind.NON_NULL_TYPE;
  if (field.required === nonNull) return [];
  return [
    problemAt(field.place, {
      code: 'NULLABILITY_MISMATCH',
      severity: 'error',
      message: nonNull
        ? `${field.coordinate} is never null in the schema, and the contract does not promise that.`
        : `${field.coordinate} is promised as required, and the schema allows null.`,
      fix: nonNull ? 'Add required: true.' : 'Remove required: true, or write "!" after the type in the schema.',
      related: [{ ...served.place, message: 'served here' }],
    }),
  ];
}

function classificationFindings(field: ContractField, served: SdlField, type: SdlType): Problem[] {
  if (field.classification === null) {
    return [
      problemAt(field.place, {
        code: 'UNCLASSIFIED_FIELD',
        severity: 'error',
        message: `${field.coordinate} has no classification; nobody could read it.`,
        fix: suggestionFor({
          typeName: type.name,
          fieldName: field.name,
          logicalType: field.logicalType,
          description: field.description ?? served.description,
        }),
      }),
    ];
  }
  if (!field.tags.includes(toReview)) return [];
  return [
    problemAt(field.place, {
      code: 'CLASSIFICATION_TO_REVIEW',
      severity: 'warning',
      message: `Nobody has confirmed that ${field.coordinate} is ${field.classification}.`,
      fix: `Confirm or correct it, then remove the tag "${toReview}".`,
    }),
  ];
}

function protectedNonNull(field: ContractField, served: SdlField, type: SdlType): Problem[] {
  if (
    type.kind === 'input' ||
    served.type.kind !== Kind.NON_NULL_TYPE ||
    !isProtected({ level: field.classification, tags: field.tags })
  )
    return [];
  return [
    problemAt(field.place, {
      code: 'PROTECTED_FIELD_NON_NULL',
      severity: 'warning',
      message: `${field.coordinate} may be denied, and then takes the whole ${type.name} with it, because it is never null.`,
      fix: 'Remove the "!" in the schema and required: true here.',
      related: [{ ...served.place, message: 'non-null here' }],
    }),
  ];
}

/** Whoever writes a query sees what the schema says, not the contract. */
function quietDeprecation(field: ContractField, served: SdlField): Problem[] {
  if (field.deprecation === null || served.directives.some((directive) => isNamed(directive, 'deprecated'))) return [];
  return [
    problemAt(field.place, {
      code: 'DEPRECATION_NOT_SERVED',
      severity: 'warning',
      message: `${field.coordinate} is announced to go, and the schema does not say so.`,
      fix: 'Write @deprecated(reason: "...") behind the field in the schema.',
      related: [{ ...served.place, message: 'not deprecated here' }],
    }),
  ];
}

/** Two products of one subgraph cannot both promise a field. */
function repeatedFields(sdl: SubgraphSdl, contracts: readonly Contract[]): Problem[] {
  const first = new Map<string, { readonly contract: Contract; readonly place: Place }>();
  return contracts.flatMap((contract) =>
    [...contract.fields.values()].flatMap((field) => {
      const earlier = first.get(field.coordinate);
      first.set(field.coordinate, earlier ?? { contract, place: field.place });
      const [typeName = ''] = field.coordinate.split('.');
      if (earlier === undefined || sdl.types.get(typeName)?.fields.get(field.name)?.inKey) return [];
      return [
        problemAt(field.place, {
          code: 'CONTRACT_FIELD_TWICE',
          severity: 'error',
          message: `${field.coordinate} is already promised by ${earlier.contract.product}.`,
          fix: 'Keep it in one of the two contracts.',
          related: [{ ...earlier.place, message: 'promised here' }],
        }),
      ];
    }),
  );
}
