// Types of fields and arguments as SDL, and literals of input types.
import type { Draft } from './draft.ts';
import { type InputValueModel, namedTypeOf } from './supergraph-model.ts';

const builtIn = ['Int', 'String', 'Float', 'Boolean', 'ID'];

export const leafNames = ({ enums, scalars }: Draft): string[] => [
  ...builtIn,
  ...builtIn.slice(0, 3),
  ...[...enums, ...scalars].map(({ name }) => name),
];

export function drawOutputType(draft: Draft): string {
  const { dice } = draft;
  const roll = dice.below(100);
  if (roll < 45) return wrap(draft, dice.pick(leafNames(draft)));
  if (roll < 60 && draft.values.length > 0) return wrap(draft, dice.pick(draft.values).name);
  if (roll < 78 && draft.abstracts.length > 0) return wrap(draft, dice.pick(draft.abstracts).name);
  return wrap(draft, dice.pick(draft.entities).name);
}

/** In lists, and not null, at any level. */
export function wrap({ dice }: Draft, named: string): string {
  const bang = () => (dice.chance(35) ? '!' : '');
  const roll = dice.below(100);
  if (roll < 58) return `${named}${bang()}`;
  if (roll < 92) return `[${named}${bang()}]${bang()}`;
  return `[[${named}${bang()}]${bang()}]${bang()}`;
}

export function drawArguments(draft: Draft): InputValueModel[] {
  const { dice } = draft;
  if (!dice.chance(25)) return [];
  return ['x', 'y'].slice(0, 1 + dice.below(2)).map((name) => {
    const type = drawInputType(draft);
    if (type.endsWith('!') || !dice.chance(35)) return { name, type };
    return { name, type, default: drawLiteral(draft, type) };
  });
}

export function drawInputType({ dice, enums, scalars, inputs }: Draft): string {
  const named = dice.pick([...builtIn, ...[...enums, ...scalars, ...inputs, ...inputs].map(({ name }) => name)]);
  const bang = () => (dice.chance(20) ? '!' : '');
  const roll = dice.below(100);
  if (roll < 75) return `${named}${bang()}`;
  return roll < 92 ? `[${named}${bang()}]${bang()}` : `[[${named}]]`;
}

/** Of enums only the first two values, which are never hidden. */
export function drawLiteral(draft: Draft, type: string, depth = 0): string {
  const { dice } = draft;
  if (!type.endsWith('!') && dice.chance(10)) return 'null';
  const bare = type.replace(/!$/, '');
  if (bare.startsWith('[')) {
    const items = Array.from({ length: dice.below(3) }, () => drawLiteral(draft, bare.slice(1, -1), depth));
    return `[${items.join(', ')}]`;
  }
  const known = draft.types.get(namedTypeOf(type));
  if (known?.kind === 'enum') return known.values[dice.below(2)]!.name;
  if (known?.kind === 'input') {
    const given = known.fields.filter((field) => field.type.endsWith('!') || (depth < 2 && dice.chance(50)));
    return `{${given.map((field) => `${field.name}: ${drawLiteral(draft, field.type, depth + 1)}`).join(', ')}}`;
  }
  return dice.pick(literals[bare] ?? literals.Any!);
}

const literals: Readonly<Record<string, readonly string[]>> = {
  Int: ['0', '1', '-7'],
  Float: ['0.5', '2', '-1e3'],
  Boolean: ['true', 'false'],
  ID: ['"T0:1"', '7'],
  String: ['""', '"x"', '"é \\" }"'],
  Any: ['1', '"any"', 'true', '[1, "a"]', '{a: {b: 1}}'],
};
