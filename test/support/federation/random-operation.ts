// Random operations over a schema, for property tests: aliases (also ones that are names of other fields), arguments,
// variables, @skip and @include, inline and named fragments on object and abstract types.
import type { GeneratorValue } from 'fast-check';
import * as fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';

export interface RandomOperation {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const maxDepth = 4;

/** May be invalid, where fields of one response name conflict: validate it. */
export function randomOperation(schema: GraphQLSchema, gen: GeneratorValue): RandomOperation {
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const fragments: string[] = [];
  let budget = 30;

  const below = (limit: number): number => gen(fc.nat, { max: limit - 1 });
  const chance = (percent: number): boolean => below(100) < percent;
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    const count = 1 + below(depth === 0 ? 3 : 4);
    const parts = Array.from({ length: count }, () => part(type, depth));
    return `{ ${parts.join(' ')} }`;
  };

  const part = (type: GraphQLCompositeType, depth: number): string => {
    if (depth < maxDepth && chance(isAbstractType(type) ? 45 : 10)) return fragment(type, depth);
    const fields = isObjectType(type) || 'getFields' in type ? Object.values(type.getFields()) : [];
    const fitting = fields.filter((field) => depth < maxDepth || !isCompositeType(getNamedType(field.type)));
    if (fitting.length === 0 || budget <= 0 || chance(8)) return chance(30) ? 't: __typename' : '__typename';
    return oneField(fitting, depth);
  };

  const oneField = (fields: readonly GraphQLField<unknown, unknown>[], depth: number): string => {
    budget--;
    const field = pick(fields);
    const args = field.args.filter((argument) => isRequiredArgument(argument) || chance(50)).map(argumentText);
    const named = getNamedType(field.type);
    // Arguments are likely to differ, so such fields nearly always have an alias of their own.
    const alias = args.length > 0 || chance(12) ? `${aliasFor(fields, args.length > 0)}: ` : '';
    const below_ = isCompositeType(named) ? ` ${selection(named, depth + 1)}` : '';
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${condition()}${below_}`;
  };

  const aliasFor = (fields: readonly GraphQLField<unknown, unknown>[], mustBeFresh: boolean): string =>
    !mustBeFresh && chance(50) ? pick(fields).name : `a${below(40)}`;

  const argumentText = (argument: GraphQLArgument): string =>
    `${argument.name}: ${chance(40) ? variable(argument.type) : literal(argument.type, 0)}`;

  const variable = (type: GraphQLInputType): string => {
    const name = `v${definitions.length}`;
    const withDefault = chance(25) && !isNonNullType(type);
    definitions.push(`$${name}: ${type}${withDefault ? ` = ${literal(type, 0)}` : ''}`);
    if (isNonNullType(type) || chance(80)) variables[name] = JSON.parse(literal(type, 0, true));
    return `$${name}`;
  };

  const literal = (type: GraphQLInputType, depth: number, asJson = false): string => {
    if (isNonNullType(type)) return literal(type.ofType, depth, asJson);
    if (isListType(type))
      return `[${Array.from({ length: below(3) }, () => literal(type.ofType, depth, asJson)).join(', ')}]`;
    if (isEnumType(type)) {
      const { name } = pick(type.getValues());
      return asJson ? JSON.stringify(name) : name;
    }
    if (isInputObjectType(type)) {
      const fields = Object.values(type.getFields()).filter(
        (field) => chance(depth > 1 ? 10 : 50) || isNonNullType(field.type),
      );
      return `{${fields.map((field) => `${asJson ? JSON.stringify(field.name) : field.name}: ${literal(field.type, depth + 1, asJson)}`).join(', ')}}`;
    }
    if (type.name === 'Boolean') return pick(['true', 'false']);
    if (type.name === 'Int') return String(below(4));
    if (type.name === 'Float') return pick(['0.5', '2']);
    if (type.name === 'ID') return `"Customer:${below(4)}"`;
    return pick(['"x"', '""', '"é \\" }"']);
  };

  const condition = (): string => {
    if (!chance(12)) return '';
    return ` @${pick(['skip', 'include'])}(if: ${chance(60) ? conditionVariable() : pick(['true', 'false'])})`;
  };

  const conditionVariable = (): string => {
    const name = `c${definitions.length}`;
    const hasDefault = chance(40);
    definitions.push(hasDefault ? `$${name}: Boolean! = ${pick(['true', 'false'])}` : `$${name}: Boolean!`);
    if (!hasDefault || chance(50)) variables[name] = chance(50);
    return `$${name}`;
  };

  const fragment = (type: GraphQLCompositeType, depth: number): string => {
    const target = pick(overlapping(schema, type));
    if (chance(10)) return `...${condition()} ${selection(type, depth + 1)}`;
    if (chance(65)) return `... on ${target.name}${condition()} ${selection(target, depth + 1)}`;
    const name = `F${fragments.length}`;
    fragments.push('');
    fragments[fragments.length - 1] = `fragment ${name} on ${target.name} ${selection(target, depth + 1)}`;
    return `...${name}${condition()}`;
  };

  const isMutation = schema.getMutationType() && chance(10);
  const text = selection(isMutation ? schema.getMutationType()! : schema.getQueryType()!, 0);
  const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  return { query: `${isMutation ? 'mutation' : 'query'} Q${head} ${text}\n${fragments.join('\n')}`, variables };
}

const overlaps = new WeakMap<GraphQLCompositeType, readonly GraphQLCompositeType[]>();

/** Types on which a fragment may stand inside the given one. */
function overlapping(schema: GraphQLSchema, type: GraphQLCompositeType): readonly GraphQLCompositeType[] {
  const known = overlaps.get(type);
  if (known) return known;
  const objects = (one: GraphQLCompositeType) => (isAbstractType(one) ? schema.getPossibleTypes(one) : [one]);
  const candidates = Object.values(schema.getTypeMap())
    .filter(isCompositeType)
    .filter(({ name }) => !name.startsWith('__'));
  const found = candidates.filter((candidate) => objects(candidate).some((object) => objects(type).includes(object)));
  overlaps.set(type, found);
  return found;
}
