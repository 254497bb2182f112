// The last step of drawing: which object types of its interfaces and unions each subgraph knows, and which fields those share there.
import { type Draft, giveField, teach } from './draft.ts';
import {
  type CompositeModel,
  type FieldModel,
  namedTypeOf,
  type SupergraphModel,
  type UnionModel,
} from './supergraph-model.ts';

export function settleSupergraph(draft: Draft): SupergraphModel {
  agreeOnMembers(draft);
  for (const type of draft.abstracts) {
    for (const subgraph of Object.keys(type.in)) {
      if (type.kind === 'union') type.in[subgraph]!.members = membersIn(draft, type, subgraph).map(({ name }) => name);
      else if (!type.in[subgraph]!.isInterfaceObject) settleInterface(draft, type, subgraph);
    }
  }
  return {
    subgraphs: draft.subgraphs,
    types: [...draft.types.values()].filter((type) => Object.keys(type.in).length > 0),
  };
}

const membersIn = (draft: Draft, { name }: CompositeModel | UnionModel, subgraph: string): CompositeModel[] =>
  draft.members.get(name)!.filter((member) => subgraph in member.in);

/** Where several subgraphs resolve one field of an abstract type, they have some object type in common. */
function agreeOnMembers(draft: Draft): void {
  const fields = [...draft.types.values()].flatMap((type) =>
    type.kind === 'object' || type.kind === 'interface' ? type.fields : [],
  );
  for (const field of fields) {
    const type = draft.abstracts.find(({ name }) => name === namedTypeOf(field.type));
    const resolvers = Object.keys(field.in).filter(
      (subgraph) => !type?.in[subgraph] || !isInterfaceObject(type, subgraph),
    );
    if (type && resolvers.length > 1)
      for (const subgraph of resolvers) teach(draft, draft.members.get(type.name)![0]!.name, subgraph);
  }
}

const isInterfaceObject = (type: CompositeModel | UnionModel, subgraph: string) =>
  type.kind === 'interface' && type.in[subgraph]?.isInterfaceObject === true;

function settleInterface(draft: Draft, type: CompositeModel, subgraph: string): void {
  const members = membersIn(draft, type, subgraph);
  for (const member of members) {
    const part = member.in[subgraph]!;
    part.implements = [...(part.implements ?? []), type.name];
    const id = type.fields.some(({ name }) => name === 'id') && member.fields.find(({ name }) => name === 'id');
    if (id && !(subgraph in id.in)) giveField(draft, id, subgraph, { isShareable: true });
  }
  for (const field of type.fields) {
    if (Object.values(field.in).length > 0 && type.in.z && 'z' in field.in && field.name !== 'id') continue;
    if (members.every((member) => isResolvedIn(member, field, subgraph))) giveField(draft, field, subgraph);
  }
}

function isResolvedIn({ fields }: CompositeModel, { name }: FieldModel, subgraph: string): boolean {
  const part = fields.find((field) => field.name === name)?.in[subgraph];
  return part !== undefined && !part.isExternal;
}
