// The oracle: graphql-shield itself around one schema that holds everything, on the client's own operation. What it has no notion of is
// in the resolvers below it: masks, hidden rows, and which input fields an argument sets.
import {
  buildSchema,
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLFieldResolver,
  GraphQLList,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getArgumentValues,
  getNamedType,
  getNullableType,
  isInputObjectType,
  isListType,
  isObjectType,
  Kind,
  responsePathAsArray,
} from 'graphql';
import type { Caller } from '../../../kit/caller.ts';
import { type Circumstances, nowhere } from '../../../policies/decide/evaluate.ts';
import { and, applyMiddleware, deny, type Rule, rule, shield } from '../../../policies/shield.ts';
import { worldResolver } from '../../support/federation/in-process-subgraphs.ts';
import { type Thing, thingOfId, type World } from '../../support/federation/world.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { ruleBuilder } from './built-rules.ts';
import { completeStrictly, keyOf, type StrictAnswer } from './complete-strictly.ts';
import { typesWithFields } from './draw-policy.ts';
import { concealed, maskNamed } from './drawn-masks.ts';
import { type ExpectedMask, type ExpectedRules, expectedRules } from './expected-rules.ts';
import { inputsSet } from './inputs-set.ts';
import type { FieldModel, PolicyModel } from './policy-model.ts';

export interface OracleRequest {
  readonly document: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
  readonly world: World;
}

export type ShieldOracle = (request: OracleRequest) => Promise<StrictAnswer>;

export interface OracleGraph {
  /** What clients see. */
  readonly sdl: string;
  readonly written: WrittenSupergraph;
}

interface Context extends Circumstances {
  readonly caller: Caller;
  readonly world: World;
  readonly read: GraphQLFieldResolver<unknown, unknown, object>;
  /** The types of the fields that were asked, by path. */
  readonly types: Map<string, GraphQLOutputType>;
  readonly fallen: { rules: number };
  readonly _shield: { readonly cache: Record<string, unknown> };
}

export function createShieldOracle({ sdl, written }: OracleGraph, model: PolicyModel): ShieldOracle {
  const schema = buildSchema(sdl, { assumeValid: true });
  const [strict, lenient] = [createRules(schema, model, 'denies'), createRules(schema, model, 'allows')];
  const refuse = (_error: unknown, parent: object, args: object, context: Context, info: GraphQLResolveInfo) =>
    refusal(strict, lenient, { parent, args, context, info });
  const tree = forEachField(schema, strict.ruleOf);
  const guard = shield(tree, { fallbackRule: deny, allowExternalErrors: true, fallbackError: refuse as never });
  const reading = forEachField(schema, reader(strict, lenient)) as never;
  const isHiding = model.domains.some(({ rows }) => Object.keys(rows).length > 0);
  // graphql-js would let the null of a hidden object move up; here, the object just leaves its list.
  const typeOf = isHiding ? loosen(schema) : () => undefined;
  const noting = forEachField(schema, (typeName, field) => noteType(typeOf(typeName, field))) as never;
  const guarded = applyMiddleware(schema, ...(isHiding ? [noting] : []), guard, reading);
  return async ({ document, variables, caller, world }) => {
    const read = worldResolver(world, written.contextual) as never;
    const contextValue = newContext({ caller, world, read });
    const { data, errors = [] } = await execute({ schema: guarded, document, variableValues: variables, contextValue });
    return isHiding
      ? completeStrictly({ data, errors, types: contextValue.types })
      : { data, errors: errors.map(({ message, path = [], extensions }) => ({ message, path, extensions })) };
  };
}

const newContext = ({ caller, world, read }: Pick<Context, 'caller' | 'world' | 'read'>): Context => ({
  ...nowhere,
  caller,
  world,
  read,
  types: new Map(),
  fallen: { rules: 0 },
  _shield: { cache: {} },
});

/** Makes everything nullable. @returns the types as they were */
function loosen(schema: GraphQLSchema): (typeName: string, field: string) => GraphQLOutputType | undefined {
  const types = new Map<string, GraphQLOutputType>();
  for (const type of typesWithFields(schema))
    if (!isInputObjectType(type))
      for (const field of Object.values(type.getFields())) {
        types.set(`${type.name}.${field.name}`, field.type);
        field.type = withoutNonNull(field.type);
      }
  return (typeName, field) => types.get(`${typeName}.${field}`);
}

function withoutNonNull(type: GraphQLOutputType): GraphQLOutputType {
  const bare = getNullableType(type);
  return isListType(bare) ? new GraphQLList(withoutNonNull(bare.ofType)) : bare;
}

function noteType(type: GraphQLOutputType | undefined): Middleware {
  return (resolve, parent, args, context, info) => {
    context.types.set(keyOf(responsePathAsArray(info.path)), type!);
    return resolve(parent, args, context, info);
  };
}

/** @param failed what becomes of a field whose rule throws, under `not` as well */
function createRules(schema: GraphQLSchema, model: PolicyModel, failed: 'allows' | 'denies'): ExpectedRules {
  const build = ruleBuilder<Context>({
    readRow: (parent, fields, { world }) => readRow(schema, world, parent as Thing, fields),
    onFault: ({ fallen }) => void fallen.rules++,
    failed: (isNegated) => (failed === 'allows') !== isNegated,
  });
  const { ruleOf, maskOf, rowsOf } = expectedRules(schema, model, build);
  const ofInput = madeOnce(ruleOf);
  return {
    ruleOf: madeOnce((typeName, field) => withInputs(schema, ruleOf(typeName, field), ofInput, typeName, field)),
    maskOf,
    rowsOf,
  };
}

function madeOnce(make: ExpectedRules['ruleOf']): ExpectedRules['ruleOf'] {
  const known = new Map<string, Rule>();
  return (typeName, field) => {
    const coordinate = `${typeName}.${field}`;
    const made = known.get(coordinate) ?? make(typeName, field);
    known.set(coordinate, made);
    return made;
  };
}

function forEachField<Made>(
  schema: GraphQLSchema,
  make: (typeName: string, field: string) => Made,
): Record<string, Record<string, Made>> {
  return Object.fromEntries(
    objectTypes(schema).map((type) => [
      type.name,
      Object.fromEntries(Object.keys(type.getFields()).map((field) => [field, make(type.name, field)])),
    ]),
  );
}

const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );

/** What the fields of a row give that are asked without arguments. */
function readRow(schema: GraphQLSchema, world: World, row: Thing, fields: readonly FieldModel[]): unknown {
  const readBelow = (value: unknown, below: readonly FieldModel[]): unknown => {
    if (below.length === 0 || value === null) return value;
    if (Array.isArray(value)) return value.map((item) => readBelow(item, below));
    return readRow(schema, world, value as Thing, below);
  };
  const thing = thingOfId(row.id);
  const definitions = (schema.getType(thing.__typename) as GraphQLObjectType).getFields();
  return fields.map(({ name, below }) =>
    readBelow(world.read(thing, name, getArgumentValues(definitions[name]!, noArguments)), below),
  );
}

const noArguments = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' } } as const;

interface Asked {
  readonly parent: unknown;
  readonly args: object;
  readonly context: Context;
  readonly info: GraphQLResolveInfo;
}

/** Resolves a rule as graphql-shield does. */
const holds = async (one: Rule, { parent, args, context, info }: Asked): Promise<boolean> =>
  (await one.resolve(parent as never, args as never, context as never, info, {} as never)) === true;

/** A rule that threw has not refused; where others beside it refused, either may be told. */
async function refusal(strict: ExpectedRules, lenient: ExpectedRules, asked: Asked): Promise<GraphQLError> {
  const { context, info } = asked;
  const [type, field] = [info.parentType.name, info.fieldName];
  const refused = context.caller.subject === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
  const alone = newContext(context);
  if (await holds(lenient.ruleOf(type, field), { ...asked, context: newContext(context) }))
    return denial(info, ['POLICY_UNAVAILABLE']);
  await holds(strict.ruleOf(type, field), { ...asked, context: alone });
  return denial(info, alone.fallen.rules > 0 ? [refused, 'POLICY_UNAVAILABLE'] : [refused]);
}

function denial({ parentType, fieldName }: GraphQLResolveInfo, codes: readonly string[]): GraphQLError {
  return new GraphQLError('denied', { extensions: { codes, coordinate: `${parentType.name}.${fieldName}` } });
}

type Resolver = (...asked: Parameters<GraphQLFieldResolver<unknown, Context, object>>) => unknown;
type Middleware = (resolve: Resolver, ...asked: Parameters<Resolver>) => unknown;

/** Below the rules: only what they allow comes here. */
function reader(strict: ExpectedRules, lenient: ExpectedRules): (typeName: string, field: string) => Middleware {
  return (typeName, field) => {
    const [mask, lenientMask] = [strict.maskOf(typeName, field), lenient.maskOf(typeName, field)];
    return (_resolve, parent, args, context, info) => {
      const asked = { parent, args, context, info };
      if (mask) return masked(mask, lenientMask!, asked);
      const value = context.read(parent, args, context, info);
      return holdsThings(value) ? withoutHidden(value, strict, lenient, asked) : value;
    };
  };
}

async function masked(strict: ExpectedMask, lenient: ExpectedMask, asked: Asked): Promise<unknown> {
  const { parent, args, context, info } = asked;
  const sight = await outcomeOf(strict.isClear, lenient.isClear, asked);
  if (sight === 'fault') return denial(info, ['POLICY_UNAVAILABLE']);
  const value = context.read(parent, args, context, info);
  return sight === 'allow' ? value : concealed(maskNamed(strict.mask), value);
}

async function outcomeOf(strict: Rule, lenient: Rule, asked: Asked): Promise<'allow' | 'deny' | 'fault'> {
  if (await holds(strict, asked)) return 'allow';
  return (await holds(lenient, { ...asked, context: newContext(asked.context) })) ? 'fault' : 'deny';
}

const isThing = (value: unknown): value is Thing =>
  typeof value === 'object' && value !== null && '__typename' in value;

const holdsThings = (value: unknown): boolean => (Array.isArray(value) ? value.some(holdsThings) : isThing(value));

/** Errors stand where the objects were that the caller may not see. */
async function withoutHidden(
  value: unknown,
  strict: ExpectedRules,
  lenient: ExpectedRules,
  asked: Asked,
): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((item) => withoutHidden(item, strict, lenient, asked)));
  if (!isThing(value)) return value;
  const [rule, lenientRule] = [strict.rowsOf(value.__typename), lenient.rowsOf(value.__typename)];
  if (!rule || !lenientRule) return value;
  const outcome = await outcomeOf(rule, lenientRule, { ...asked, parent: value, args: {} });
  if (outcome === 'allow') return value;
  return outcome === 'fault'
    ? new GraphQLError('undecided', { extensions: { codes: ['POLICY_UNAVAILABLE'] } })
    : new GraphQLError('hidden', { extensions: { hidden: true } });
}

/** A field is as closed as what its arguments set. */
function withInputs(
  schema: GraphQLSchema,
  own: Rule,
  ofInput: ExpectedRules['ruleOf'],
  typeName: string,
  field: string,
): Rule {
  const { args } = (schema.getType(typeName) as GraphQLObjectType).getFields()[field] ?? { args: [] };
  if (!args.some(({ type }) => isInputObjectType(getNamedType(type)))) return own;
  const inputs = rule({ cache: 'no_cache' })(async (parent, given, context: Context, info) => {
    for (const [type, input] of inputsSet(args, info))
      if (!(await holds(ofInput(type, input), { parent, args: given, context, info }))) return false;
    return true;
  });
  return and(own, inputs);
}
