// What subgraphs of a random supergraph say about fields that others have too: @provides, @override, @interfaceObject, and what
// they hide: @inaccessible; @tag, which changes nothing.
import { type Draft, giveField, homesOf, keyFieldNames, regularFields } from './draft.ts';
import { drawOutputType } from './draw-type-text.ts';
import { newField } from './draw-types.ts';
import { type CompositeModel, type FieldModel, isComposite, namedTypeOf } from './supergraph-model.ts';

/** A subgraph may know a field of what it refers to, on this way only. */
export function drawProvisions(draft: Draft): void {
  const { dice } = draft;
  const holders = [...draft.entities, draft.types.get('Query') as CompositeModel];
  for (const field of holders.flatMap(regularFields)) {
    const target = draft.entities.find(({ name }) => name === namedTypeOf(field.type));
    if (!target || !dice.chance(30)) continue;
    for (const [subgraph, part] of Object.entries(field.in)) {
      const provided = part.isExternal ? [] : regularFields(target).filter((one) => isProvidable(draft, one, subgraph));
      if (provided.length > 0) part.provides = provide(dice.some(provided, 1 + dice.below(2)), subgraph, draft);
    }
  }
}

function isProvidable(draft: Draft, field: FieldModel, subgraph: string): boolean {
  const part = field.in[subgraph];
  const kind = draft.types.get(namedTypeOf(field.type))?.kind ?? 'scalar';
  return (!part || part.isExternal === true) && field.args.length === 0 && (kind === 'scalar' || kind === 'enum');
}

function provide(fields: readonly FieldModel[], subgraph: string, draft: Draft): string {
  for (const field of fields) {
    for (const part of Object.values(field.in)) if (!part.isExternal) part.isShareable = true;
    if (!(subgraph in field.in)) giveField(draft, field, subgraph, { isExternal: true });
  }
  return fields.map(({ name }) => name).join(' ');
}

export function drawOverrides(draft: Draft): void {
  const { dice } = draft;
  for (const type of draft.entities) {
    for (const field of regularFields(type)) {
      const [[from, part] = ['', {}], ...others] = Object.entries(field.in);
      const heirs = homesOf(type).filter((home) => home !== from);
      const isPlain = others.length === 0 && !part.requires && !part.provides && !part.isExternal;
      if (!isPlain || heirs.length === 0 || !dice.chance(15)) continue;
      const label = dice.pick([undefined, `percent(${dice.below(101)})`, 'beta', 'newOwner']);
      giveField(draft, field, dice.pick(heirs), { override: { from, ...(label && { label }) } });
    }
  }
}

/** One more subgraph, which has an interface without knowing any of its types. */
export function drawInterfaceObject(draft: Draft): void {
  const { dice } = draft;
  const type = draft.abstracts.find(({ name }) => name === 'I0') as CompositeModel | undefined;
  const members = draft.members.get('I0') ?? [];
  const isKeyed = (home: string) =>
    members.every((member) =>
      member.in[home]?.keys?.some(({ fields, isResolvable }) => fields === 'id' && isResolvable),
    );
  const home = draft.subgraphs.map(({ name }) => name).find(isKeyed);
  if (!type || !home || !dice.chance(60)) return;
  draft.subgraphs.push({ name: 'z', query: 'Query', mutation: 'Mutation' });
  type.in[home] = { ...type.in[home], keys: [{ fields: 'id', isResolvable: true }] };
  type.in.z = { keys: [{ fields: 'id', isResolvable: true }], isInterfaceObject: true };
  giveField(draft, type.fields[0]!, home);
  giveField(draft, type.fields[0]!, 'z');
  for (let index = 0; index < 1 + dice.below(3); index++) addInterfaceObjectField(draft, type, `i0z${'abc'[index]}`);
  const query = draft.types.get('Query') as CompositeModel;
  if (!dice.chance(50)) return;
  query.in.z = {};
  const field = newField(draft, 'zx', dice.pick(['I0', '[I0!]', '[I0]!', 'I0!']));
  query.fields.push(field);
  giveField(draft, field, 'z');
}

function addInterfaceObjectField(draft: Draft, type: CompositeModel, name: string): void {
  const isLearned = (text: string) =>
    draft.members.get('I0')!.some((member) => isReached(draft, text, member.name, new Set()));
  let text = draft.dice.chance(25) ? draft.dice.pick(['I0', '[I0]']) : drawOutputType(draft);
  // It must not come to know the types of the interface.
  for (let tries = 0; isLearned(text); tries++) text = tries > 5 ? 'Int' : drawOutputType(draft);
  const field = newField(draft, name, text);
  type.fields.push(field);
  giveField(draft, field, 'z');
}

/** Whether a subgraph that has the type has to know the other one. */
function isReached(draft: Draft, text: string, target: string, seen: Set<string>): boolean {
  const name = namedTypeOf(text);
  if (name === target) return true;
  if (name === 'I0' || seen.has(name)) return false;
  seen.add(name);
  const type = draft.types.get(name);
  const members = draft.members.get(name) ?? [];
  if (members.length > 0) return members.some((member) => isReached(draft, member.name, target, seen));
  if (type?.kind !== 'object') return false;
  const fields = draft.entities.includes(type)
    ? type.fields.filter((field) => keyFieldNames.includes(field.name))
    : type.fields;
  return fields.some((field) => isReached(draft, field.type, target, seen));
}

export function hideSome(draft: Draft): void {
  const { dice } = draft;
  const ofInterfaces = new Set(
    draft.abstracts.flatMap((type) => (type.kind === 'interface' ? type.fields.map(({ name }) => name) : [])),
  );
  for (const type of draft.entities) {
    for (const field of regularFields(type))
      if (!ofInterfaces.has(field.name) && dice.chance(6)) field.isInaccessible = true;
    for (const field of type.fields) if (dice.chance(4)) field.tag = dice.pick(['internal', 'team-a', 'a/b']);
  }
  for (const type of draft.enums)
    if (type.values.length > 2 && dice.chance(25)) type.values.at(-1)!.isInaccessible = true;
  if (dice.chance(12)) hideType(draft, dice.pick([...draft.values, ...draft.entities]));
}

/** With every field that leads to nothing else; not when another type would have no field left. */
function hideType(draft: Draft, hidden: CompositeModel): void {
  const others = [...draft.types.values()].filter(isComposite).filter((type) => type !== hidden);
  const isHidden = (field: FieldModel) => field.isInaccessible || namedTypeOf(field.type) === hidden.name;
  const isOnlyMember = draft.abstracts.some(({ name }) =>
    draft.members.get(name)!.every((member) => member === hidden),
  );
  if (isOnlyMember || others.some(({ fields }) => fields.every(isHidden))) return;
  hidden.isInaccessible = true;
  for (const field of others.flatMap(({ fields }) => fields)) if (isHidden(field)) field.isInaccessible = true;
}
