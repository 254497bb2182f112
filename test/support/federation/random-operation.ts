// Random operations over a schema, for property tests: aliases (also ones that are names of other fields), arguments,
// variables, @skip and @include, inline and named fragments on object and abstract types, mutations.
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Dice } from './dice.ts';
import { randomLiteral } from './random-values.ts';

export interface RandomOperationOptions {
  readonly maxDepth: number;
  /** Fields, all fragments together. */
  readonly maxFields: number;
}

const usual: RandomOperationOptions = { maxDepth: 4, maxFields: 30 };

/** @returns a document that may be invalid, where fields of one response name conflict: validate it */
export function randomOperation(schema: GraphQLSchema, dice: Dice, options = usual): string {
  const { below, chance, pick } = dice;
  const definitions: string[] = [];
  const fragments: string[] = [];
  let budget = options.maxFields;
  let aliases = 0;

  const selection = (type: GraphQLCompositeType, depth: number): string => {
    // Now and then nearly everything: what fields need of each other shows when they are asked together.
    const count = chance(12) ? 10 : 1 + below(depth === 0 ? 3 : 4);
    return `{ ${Array.from({ length: count }, () => part(type, depth)).join(' ')} }`;
  };

  const part = (type: GraphQLCompositeType, depth: number): string => {
    if (depth < options.maxDepth && chance(isAbstractType(type) ? 45 : 10)) return fragment(type, depth);
    const fields = isObjectType(type) || 'getFields' in type ? Object.values(type.getFields()) : [];
    const fitting = fields.filter((field) => depth < options.maxDepth || !isCompositeType(getNamedType(field.type)));
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

  const aliasFor = (fields: readonly GraphQLField<unknown, unknown>[], mustBeFresh: boolean): string => {
    if (mustBeFresh || chance(40)) return `a${chance(95) ? aliases++ : below(aliases + 1)}`;
    return chance(30) ? pick(['id', 'code', 'typename', 'representations', 'toString']) : pick(fields).name;
  };

  const argumentText = ({ name, type, defaultValue }: GraphQLArgument): string =>
    `${name}: ${chance(40) ? variable(`${type}`, defaultValue !== undefined) : literal(type)}`;

  const literal = (type: GraphQLArgument['type']): string =>
    randomLiteral(schema, `${type}`, dice, (inner) => (chance(15) ? variable(inner, false) : null));

  /** One with a default, or for a place that has one, may be of the nullable type. */
  const variable = (type: string, hasDefault: boolean): string => {
    const name = `v${definitions.length}`;
    const mayBeNull = !type.endsWith('!') || hasDefault;
    const declared = mayBeNull && chance(50) ? type.replace(/!$/, '') : type;
    const defaultText = chance(25) ? ` = ${randomLiteral(schema, type, dice)}` : '';
    definitions.push(`$${name}: ${declared}${defaultText}`);
    return `$${name}`;
  };

  const condition = (): string => {
    if (!chance(12)) return '';
    return ` @${pick(['skip', 'include'])}(if: ${chance(60) ? conditionVariable() : pick(['true', 'false'])})`;
  };

  const conditionVariable = (): string => {
    if (definitions.length > 0 && chance(30)) {
      const known = definitions.find((definition) => definition.includes(': Boolean!'));
      if (known) return known.slice(0, known.indexOf(':'));
    }
    const name = `c${definitions.length}`;
    definitions.push(chance(40) ? `$${name}: Boolean! = ${pick(['true', 'false'])}` : `$${name}: Boolean!`);
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

  const mutation = schema.getMutationType();
  const isMutation = mutation && chance(20);
  const text = selection(isMutation ? mutation : schema.getQueryType()!, 0);
  const head = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  return `${isMutation ? 'mutation' : 'query'} Q${head} ${text}\n${fragments.join('\n')}`;
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
