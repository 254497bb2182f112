// The schema axis: what becomes of the operations that consumers have written.

import { annotationChanges } from './annotation-changes.ts';
import { changeOf } from './change-kinds.ts';
import type { ContractChange } from './contract-change.ts';
import type { DirectiveShape } from './directive-shapes.ts';
import { fieldChanges } from './field-changes.ts';
import { addedInput, type InputWords, inputChanges, removedInput } from './input-changes.ts';
import { pairNames, pairUp } from './pair-up.ts';
import type { ProductSchema } from './product-schema.ts';
import type { TypeShape } from './type-shapes.ts';

export function schemaChanges(before: ProductSchema, after: ProductSchema): ContractChange[] {
  const { removed, added, kept } = pairUp(before.types, after.types);
  return [
    ...removed.flatMap((type) => removedType(type, after)),
    ...added.flatMap((type) => addedType(type, before)),
    ...kept.flatMap(([earlier, later]) => typeChanges(earlier, later, before, after)),
    ...directiveChanges(before.directives, after.directives),
  ];
}

function removedType(type: TypeShape, after: ProductSchema): ContractChange[] {
  const { coordinate, kind } = type;
  const still = after.served.get(coordinate);
  if (still === undefined)
    return [changeOf('TYPE_REMOVED', coordinate, kind, null, `The ${kind} ${coordinate} is gone.`)];
  // Nothing of the product uses the enum, union or scalar any more: its readers hear of the fields that did.
  return fieldChanges(type, { ...type, fields: new Map(), inputFields: new Map() }, { before: null, after: still });
}

function addedType(type: TypeShape, before: ProductSchema): ContractChange[] {
  const { coordinate, kind } = type;
  const earlier = before.served.get(coordinate);
  if (earlier === undefined)
    return [changeOf('TYPE_ADDED', coordinate, null, kind, `The ${kind} ${coordinate} is new.`)];
  return fieldChanges({ ...type, fields: new Map(), inputFields: new Map() }, type, { before: earlier, after: null });
}

function typeChanges(
  earlier: TypeShape,
  later: TypeShape,
  before: ProductSchema,
  after: ProductSchema,
): ContractChange[] {
  const { coordinate } = earlier;
  if (earlier.kind !== later.kind) {
    const message = `${coordinate} was of the kind ${earlier.kind} and is of the kind ${later.kind}.`;
    return [changeOf('TYPE_KIND_CHANGED', coordinate, earlier.kind, later.kind, message)];
  }
  return [
    ...annotationChanges(earlier, later),
    ...fieldChanges(earlier, later, {
      before: before.served.get(coordinate) ?? null,
      after: after.served.get(coordinate) ?? null,
    }),
    ...valueChanges(earlier, later),
    ...nameChanges(earlier, later),
  ];
}

function valueChanges(earlier: TypeShape, later: TypeShape): ContractChange[] {
  const { removed, added, kept } = pairUp(earlier.values, later.values);
  return [
    ...removed.map(({ coordinate }) =>
      changeOf('ENUM_VALUE_REMOVED', coordinate, coordinate, null, `The value ${coordinate} is gone.`),
    ),
    ...added.map(({ coordinate }) =>
      changeOf('ENUM_VALUE_ADDED', coordinate, null, coordinate, `The value ${coordinate} is new.`),
    ),
    ...kept.flatMap(([before, after]) => annotationChanges(before, after)),
  ];
}

/** Members of a union, interfaces and keys: sets of names that a type carries. */
function nameChanges(earlier: TypeShape, later: TypeShape): ContractChange[] {
  const { coordinate } = earlier;
  const members = pairNames(earlier.members, later.members);
  const interfaces = pairNames(earlier.interfaces, later.interfaces);
  const keys = pairNames(earlier.keys, later.keys);
  const gone =
    (kind: 'UNION_MEMBER_REMOVED' | 'INTERFACE_REMOVED' | 'KEY_REMOVED', says: (name: string) => string) =>
    (name: string) =>
      changeOf(kind, coordinate, name, null, says(name));
  const come =
    (kind: 'UNION_MEMBER_ADDED' | 'INTERFACE_ADDED' | 'KEY_ADDED', says: (name: string) => string) => (name: string) =>
      changeOf(kind, coordinate, null, name, says(name));
  return [
    ...members.removed.map(
      gone('UNION_MEMBER_REMOVED', (name) => `${name} no longer belongs to the union ${coordinate}.`),
    ),
    ...members.added.map(come('UNION_MEMBER_ADDED', (name) => `${name} now belongs to the union ${coordinate}.`)),
    ...interfaces.removed.map(gone('INTERFACE_REMOVED', (name) => `${coordinate} no longer implements ${name}.`)),
    ...interfaces.added.map(come('INTERFACE_ADDED', (name) => `${coordinate} now implements ${name}.`)),
    ...keys.removed.map(gone('KEY_REMOVED', (name) => `${coordinate} can no longer be found by its key "${name}".`)),
    ...keys.added.map(come('KEY_ADDED', (name) => `${coordinate} can be found by its key "${name}".`)),
  ];
}

type Directives = ReadonlyMap<string, DirectiveShape>;

function directiveChanges(before: Directives, after: Directives): ContractChange[] {
  const { removed, added, kept } = pairUp(before, after);
  return [
    ...removed.map(({ coordinate }) =>
      changeOf('DIRECTIVE_REMOVED', coordinate, coordinate, null, `The directive ${coordinate} is gone.`),
    ),
    ...added.map(({ coordinate }) =>
      changeOf('DIRECTIVE_ADDED', coordinate, null, coordinate, `The directive ${coordinate} is new.`),
    ),
    ...kept.flatMap(([earlier, later]) => keptDirective(earlier, later)),
  ];
}

const ofDirectives: InputWords = { prefix: 'ARGUMENT', noun: 'argument' };

function keptDirective(earlier: DirectiveShape, later: DirectiveShape): ContractChange[] {
  const { coordinate } = earlier;
  const inputs = pairUp(earlier.arguments, later.arguments);
  const places = pairNames(earlier.locations, later.locations).removed;
  const once = earlier.repeatable && !later.repeatable;
  return [
    ...places.map((place) =>
      changeOf('DIRECTIVE_LOCATION_REMOVED', coordinate, place, null, `${coordinate} may no longer stand on ${place}.`),
    ),
    ...(once
      ? [
          changeOf(
            'DIRECTIVE_REPEATABLE_REMOVED',
            coordinate,
            true,
            false,
            `${coordinate} may stand only once at a place.`,
          ),
        ]
      : []),
    ...inputs.removed.map((input) => removedInput(input, ofDirectives)),
    ...inputs.added.map((input) => addedInput(input, ofDirectives)),
    ...inputs.kept.flatMap(([before, after]) => inputChanges(before, after, ofDirectives)),
  ];
}
