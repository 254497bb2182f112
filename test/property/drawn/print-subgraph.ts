// The SDL of one subgraph of a supergraph model.
import type {
  CompositeModel,
  FieldModel,
  FieldPart,
  InputValueModel,
  SubgraphModel,
  SupergraphModel,
  TypeModel,
} from './supergraph-model.ts';

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external",
  "@requires", "@provides", "@inaccessible", "@override", "@interfaceObject", "@tag", "@context", "@fromContext"])`;

export function printSubgraph(model: SupergraphModel, subgraph: SubgraphModel): string {
  const types = model.types.filter((type) => subgraph.name in type.in);
  return [link, printRoots(types, subgraph), ...types.map((type) => printType(type, subgraph))]
    .filter(Boolean)
    .join('\n');
}

function printRoots(types: readonly TypeModel[], { query, mutation }: SubgraphModel): string {
  if (query === 'Query' && mutation === 'Mutation') return '';
  const has = (name: string) => types.some((type) => type.name === name);
  const roots = [...(has('Query') ? [`query: ${query}`] : []), ...(has('Mutation') ? [`mutation: ${mutation}`] : [])];
  return roots.length > 0 ? `schema { ${roots.join(' ')} }` : '';
}

function printType(type: TypeModel, subgraph: SubgraphModel): string {
  const marks = printMarks(type, Object.keys(type.in)[0] === subgraph.name);
  if (type.kind === 'scalar') return `scalar ${type.name}${marks}`;
  if (type.kind === 'union') return `union ${type.name}${marks} = ${type.in[subgraph.name]!.members.join(' | ')}`;
  if (type.kind === 'input') return `input ${type.name}${marks} { ${printInputValues(type.fields)} }`;
  if (type.kind === 'enum')
    return `enum ${type.name}${marks} { ${type.values.map((value) => value.name + printMarks(value, true)).join(' ')} }`;
  return printComposite(type, subgraph, marks);
}

function printComposite(type: CompositeModel, subgraph: SubgraphModel, marks: string): string {
  const part = type.in[subgraph.name]!;
  const name = { Query: subgraph.query, Mutation: subgraph.mutation }[type.name] ?? type.name;
  const keyword = type.kind === 'object' || part.isInterfaceObject ? 'type' : 'interface';
  const directives = [
    part.implements?.length ? ` implements ${part.implements.join(' & ')}` : '',
    ...(part.keys ?? []).map(
      ({ fields, isResolvable }) => ` @key(fields: "${fields}"${isResolvable ? '' : ', resolvable: false'})`,
    ),
    part.isInterfaceObject ? ' @interfaceObject' : '',
    part.isShareable ? ' @shareable' : '',
    ...(part.contexts ?? []).map((context) => ` @context(name: "${context}")`),
  ];
  const fields = type.fields
    .filter((field) => subgraph.name in field.in)
    .map((field) => printField(field, subgraph.name));
  return `${keyword} ${name}${directives.join('')}${marks} {\n${fields.map((field) => `  ${field}\n`).join('')}}`;
}

function printField(field: FieldModel, subgraph: string): string {
  const part = field.in[subgraph]!;
  const own = (part.contextArguments ?? []).map(
    ({ name, type, from }) => `${name}: ${type} @fromContext(field: "${from}")`,
  );
  const args = [printInputValues(field.args), ...own].filter(Boolean).join(' ');
  const marks = printMarks(field, Object.keys(field.in).find((name) => !field.in[name]!.isExternal) === subgraph);
  return `${field.name}${args ? `(${args})` : ''}: ${part.type ?? field.type}${printFieldDirectives(part)}${marks}`;
}

function printFieldDirectives({ isExternal, isShareable, requires, provides, override }: FieldPart): string {
  return [
    isExternal ? ' @external' : '',
    isShareable ? ' @shareable' : '',
    requires ? ` @requires(fields: ${JSON.stringify(requires)})` : '',
    provides ? ` @provides(fields: ${JSON.stringify(provides)})` : '',
    override ? ` @override(from: "${override.from}"${override.label ? `, label: "${override.label}"` : ''})` : '',
  ].join('');
}

/** One subgraph is enough to say them. */
function printMarks({ isInaccessible, tag }: { isInaccessible?: boolean; tag?: string }, isSpeaker: boolean): string {
  return isSpeaker ? `${isInaccessible ? ' @inaccessible' : ''}${tag ? ` @tag(name: "${tag}")` : ''}` : '';
}

export function printInputValues(values: readonly InputValueModel[]): string {
  return values
    .map(({ name, type, default: otherwise }) => `${name}: ${type}${otherwise ? ` = ${otherwise}` : ''}`)
    .join(' ');
}
