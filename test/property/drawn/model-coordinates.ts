// The fields that the object types of a supergraph model have, whoever gave them.
import { type CompositeModel, type FieldModel, isComposite, type SupergraphModel } from './supergraph-model.ts';

/** Of object types; what an interface object adds is a field of each type of the interface. */
export function coordinates(model: SupergraphModel): { coordinate: string; field: FieldModel }[] {
  return model.types.filter(isComposite).flatMap((type) => {
    if (type.kind === 'object')
      return type.fields.map((field) => ({ coordinate: `${type.name}.${field.name}`, field }));
    return interfaceObjectFields(type).flatMap((field) =>
      implementationsOf(model, type.name).map((name) => ({ coordinate: `${name}.${field.name}`, field })),
    );
  });
}

export function interfaceObjectFields(type: CompositeModel): FieldModel[] {
  return type.fields.filter(
    ({ name, in: parts }) =>
      name !== 'id' && Object.keys(parts).some((subgraph) => type.in[subgraph]?.isInterfaceObject),
  );
}

export function implementationsOf({ types }: SupergraphModel, interfaceName: string): string[] {
  return types
    .filter(
      (type) =>
        type.kind === 'object' && Object.values(type.in).some((part) => part.implements?.includes(interfaceName)),
    )
    .map(({ name }) => name);
}
