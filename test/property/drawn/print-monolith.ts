// One schema with everything that a supergraph model has, inaccessible elements included: what a monolith would serve.

import { implementationsOf, interfaceObjectFields } from './model-coordinates.ts';
import { printInputValues } from './print-subgraph.ts';
import {
  type CompositeModel,
  type FieldModel,
  isComposite,
  type SupergraphModel,
  type TypeModel,
} from './supergraph-model.ts';

/** @param isVisible leaves out what it says no to, in types and their elements */
export function printMonolith(
  model: SupergraphModel,
  isVisible: (element: Visibility) => boolean = () => true,
): string {
  const print = (type: TypeModel): string => {
    if (type.kind === 'scalar') return `scalar ${type.name}`;
    if (type.kind === 'union') return `union ${type.name} = ${memberNames(model, type.in, isVisible).join(' | ')}`;
    if (type.kind === 'input') return `input ${type.name} { ${printInputValues(type.fields)} }`;
    if (type.kind === 'enum')
      return `enum ${type.name} { ${type.values
        .filter(isVisible)
        .map(({ name }) => name)
        .join(' ')} }`;
    const fields = fieldsOf(model, type)
      .filter(isVisible)
      .map((field) => `  ${printField(field)}\n`);
    return `${type.kind === 'object' ? 'type' : 'interface'} ${type.name}${printInterfaces(model, type)} {\n${fields.join('')}}`;
  };
  return model.types.filter(isVisible).map(print).join('\n');
}

interface Visibility {
  readonly isInaccessible?: boolean;
}

const printField = ({ name, args, type }: FieldModel): string =>
  `${name}${args.length > 0 ? `(${printInputValues(args)})` : ''}: ${type}`;

function memberNames(
  { types }: SupergraphModel,
  parts: Readonly<Record<string, { readonly members: readonly string[] }>>,
  isVisible: (element: Visibility) => boolean,
): readonly string[] {
  const names = [...new Set(Object.values(parts).flatMap(({ members }) => members))];
  return names.filter((name) => isVisible(types.find((type) => type.name === name)!));
}

/** Those that some subgraph has; of the types of an interface also what an interface object adds. */
function fieldsOf(model: SupergraphModel, type: CompositeModel): readonly FieldModel[] {
  const own = type.fields.filter(({ in: parts }) => Object.values(parts).some(({ isExternal }) => !isExternal));
  if (type.kind === 'interface') return own;
  const added = interfacesOf(model, type).flatMap((name) =>
    interfaceObjectFields(model.types.find((candidate) => candidate.name === name) as CompositeModel),
  );
  return [...own, ...added.filter(({ name }) => !own.some((field) => field.name === name))];
}

function interfacesOf(model: SupergraphModel, { name }: CompositeModel): readonly string[] {
  return model.types
    .filter(isComposite)
    .filter((type) => type.kind === 'interface' && implementationsOf(model, type.name).includes(name))
    .map((type) => type.name);
}

function printInterfaces(model: SupergraphModel, type: CompositeModel): string {
  const names = type.kind === 'object' ? interfacesOf(model, type) : [];
  return names.length > 0 ? ` implements ${names.join(' & ')}` : '';
}
