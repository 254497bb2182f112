// Smaller variants of a supergraph model: each leaves something out. Whether one still composes, and still fails, is seen by trying.
import { printInputs } from './draw-requirements.ts';
import {
  type CompositeModel,
  type FieldModel,
  isComposite,
  namedTypeOf,
  type SupergraphModel,
  type TypeModel,
} from './supergraph-model.ts';

/** The greatest steps first. */
export function smallerModels(model: SupergraphModel): (() => SupergraphModel)[] {
  const edits: ((copy: SupergraphModel) => void)[] = [
    ...model.subgraphs.map(
      ({ name }) =>
        (copy: SupergraphModel) =>
          dropSubgraph(copy, name),
    ),
    ...model.types.map((_, index) => (copy: SupergraphModel) => void copy.types.splice(index, 1)),
    ...model.types.flatMap((type, index) =>
      partsOf(type).map((subgraph) => (copy: SupergraphModel) => void delete copy.types[index]!.in[subgraph]),
    ),
    ...model.types.flatMap((type, index) => (isComposite(type) ? smallerFields(type, index) : [])),
    ...model.types.flatMap((type, index) => plainerTypes(type, index)),
    ...model.subgraphs.map(
      (_, index) => (copy: SupergraphModel) =>
        void Object.assign(copy.subgraphs[index]!, { query: 'Query', mutation: 'Mutation' }),
    ),
  ];
  return edits.map((edit) => () => {
    const copy = structuredClone(model);
    edit(copy);
    return tidied(copy);
  });
}

const partsOf = (type: TypeModel | FieldModel): readonly string[] =>
  Object.keys(type.in).length > 1 ? Object.keys(type.in) : [];

function dropSubgraph(model: SupergraphModel, name: string): void {
  model.subgraphs = model.subgraphs.filter((subgraph) => subgraph.name !== name);
  for (const type of model.types) {
    delete type.in[name];
    if (isComposite(type)) for (const field of type.fields) delete field.in[name];
  }
}

function smallerFields(type: CompositeModel, typeIndex: number): ((copy: SupergraphModel) => void)[] {
  const fieldsOf = (copy: SupergraphModel) => (copy.types[typeIndex] as CompositeModel).fields;
  return [
    ...type.fields.map((_, index) => (copy: SupergraphModel) => void fieldsOf(copy).splice(index, 1)),
    ...type.fields.flatMap((field, index) =>
      [
        ...partsOf(field).map((subgraph) => (one: FieldModel) => void delete one.in[subgraph]),
        ...plainerField(field),
      ].map((edit) => (copy: SupergraphModel) => edit(fieldsOf(copy)[index]!)),
    ),
  ];
}

function plainerField(field: FieldModel): ((one: FieldModel) => void)[] {
  const withInputs = (one: FieldModel, inputs: NonNullable<FieldModel['inputs']>) => {
    one.inputs = inputs;
    for (const part of Object.values(one.in)) if (part.requires) part.requires = printInputs(inputs);
  };
  return [
    ...field.args.map((_, index) => (one: FieldModel) => void one.args.splice(index, 1)),
    ...['!', '[', ']']
      .filter((mark) => field.type.includes(mark))
      .map((mark) => (one: FieldModel) => void Object.assign(one, { type: plainerType(one.type, mark) })),
    ...(field.isInaccessible ? [(one: FieldModel) => void delete one.isInaccessible] : []),
    ...(field.reads ? [dropContext] : []),
    ...(field.tag ? [(one: FieldModel) => void delete one.tag] : []),
    ...(field.inputs && field.inputs.length > 1
      ? field.inputs.map(
          (_, index) => (one: FieldModel) =>
            withInputs(
              one,
              one.inputs!.filter((_, other) => other !== index),
            ),
        )
      : []),
    ...(field.inputs ?? []).flatMap(({ below = [] }, index) =>
      below.length < 2
        ? []
        : below.map(
            (_, dropped) => (one: FieldModel) =>
              withInputs(
                one,
                one.inputs!.map((input, at) =>
                  at === index ? { ...input, below: below.filter((_, other) => other !== dropped) } : input,
                ),
              ),
          ),
    ),
    ...Object.keys(field.in).flatMap((subgraph) =>
      (['provides', 'override', 'isShareable', 'type', 'isExternal'] as const)
        .filter((key) => field.in[subgraph]![key])
        .map((key) => (one: FieldModel) => void delete one.in[subgraph]![key]),
    ),
  ];
}

function dropContext(one: FieldModel): void {
  delete one.reads;
  for (const part of Object.values(one.in)) delete part.contextArguments;
}

function plainerType(type: string, mark: string): string {
  return mark === '!' ? type.replace(/!$/, '').replace(/!\]/g, ']') : type.replace(/^\[(.*)\]!?$/, '$1');
}

function plainerTypes(type: TypeModel, index: number): ((copy: SupergraphModel) => void)[] {
  if (type.kind === 'enum')
    return type.values.map((_, value) => (copy) => void (copy.types[index] as typeof type).values.splice(value, 1));
  if (type.kind === 'input')
    return type.fields.map((_, field) => (copy) => void (copy.types[index] as typeof type).fields.splice(field, 1));
  if (!isComposite(type)) return [];
  return Object.entries(type.in).flatMap(([subgraph, { keys = [] }]) =>
    keys.length < 2
      ? []
      : keys.map(
          (_, key) => (copy: SupergraphModel) =>
            void (copy.types[index] as CompositeModel).in[subgraph]!.keys!.splice(key, 1),
        ),
  );
}

/** Without what refers to what is gone. */
function tidied(model: SupergraphModel): SupergraphModel {
  for (let size = -1; size !== JSON.stringify(model).length; ) {
    size = JSON.stringify(model).length;
    const has = (name: string, subgraph: string) =>
      builtIn.has(name) || model.types.some((type) => type.name === name && subgraph in type.in);
    for (const type of model.types) {
      for (const subgraph of Object.keys(type.in)) tidyPart(type, subgraph, has);
      if (isComposite(type)) type.fields = type.fields.filter((field) => Object.keys(field.in).length > 0);
    }
    model.types = model.types.filter((type) => Object.keys(type.in).length > 0);
  }
  return model;
}

const builtIn = new Set(['Int', 'Float', 'String', 'Boolean', 'ID']);

function tidyPart(type: TypeModel, subgraph: string, has: (name: string, subgraph: string) => boolean): void {
  if (type.kind === 'union') {
    const part = type.in[subgraph]!;
    part.members = part.members.filter((member) => has(member, subgraph));
    if (part.members.length === 0) delete type.in[subgraph];
  } else if (isComposite(type)) {
    const part = type.in[subgraph]!;
    if (part.implements) part.implements = part.implements.filter((name) => has(name, subgraph));
    for (const field of type.fields) if (!has(namedTypeOf(field.type), subgraph)) delete field.in[subgraph];
    if (!type.fields.some((field) => subgraph in field.in)) delete type.in[subgraph];
  }
}
