// A random policy over a schema: contracts, domains with rules, masks and rows, guardrails. Most of the graph stays open, so that
// operations get somewhere before they meet a rule.
import {
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import type { Classification, Sensitivity } from '../../../schema/artefact.ts';
import { createDice, type Dice } from '../../support/federation/dice.ts';
import { createRuleDrawer, nowhere, type RuleDrawer, type RulePlace } from './draw-rules.ts';
import { fittingMasks } from './drawn-masks.ts';
import type { DomainModel, GuardrailModel, MaskModel, PolicyModel, RuleModel } from './policy-model.ts';

export interface PolicyOptions {
  /** Whether rules may read rows, and rows may be hidden. */
  readonly withRows: boolean;
  /** `Type.field` that no rule can read from the row alone. */
  readonly unreadable: ReadonlySet<string>;
}

export const domainNames = ['red', 'blue'];

export function drawPolicy(schema: GraphQLSchema, seed: string, options: PolicyOptions): PolicyModel {
  const dice = createDice(`policy ${seed}`);
  const domainOf = dealOutTypes(schema, dice);
  const drawer = createRuleDrawer(dice, (type, field) => !options.unreadable.has(`${type}.${field}`));
  const classifications = classify(schema, dice, domainOf);
  return {
    classifications,
    domains: domainNames.map((domain) => drawDomain(schema, dice, { domain, domainOf, drawer, options })),
    guardrails: drawGuardrails(dice, drawer),
  };
}

/** Types of one interface belong to one domain, so that a rule on the interface may speak of all of them. */
function dealOutTypes(schema: GraphQLSchema, dice: Dice): (typeName: string) => string {
  const ofInterfaces = dice.pick(domainNames);
  const domains = new Map(
    typesWithFields(schema).map((type) => {
      const isBound = isInterfaceType(type) || (isObjectType(type) && type.getInterfaces().length > 0);
      return [type.name, isBound ? ofInterfaces : dice.pick(domainNames)];
    }),
  );
  return (typeName) => domains.get(typeName)!;
}

function classify(
  schema: GraphQLSchema,
  { chance, pick, some, below }: Dice,
  domainOf: (typeName: string) => string,
): PolicyModel['classifications'] {
  const classified: Record<string, Classification> = {};
  for (const type of typesWithFields(schema)) {
    if (isInterfaceType(type)) continue;
    const isRoot = type === schema.getQueryType();
    const domain = domainOf(type.name);
    const read = Object.keys(classified).filter((coordinate) =>
      isObjectType(schema.getType(coordinate.split('.')[0]!)),
    );
    for (const field of Object.values(type.getFields())) {
      // A default is no wish of the client, so nothing that has one is closed.
      const isOpen = 'defaultValue' in field && field.defaultValue !== undefined;
      if (!isOpen && !isRoot && !takesAway(field) && chance(2)) continue;
      // Copies of copies, more often than they would come about.
      const copies = read.filter((coordinate) => classified[coordinate]!.derivedFrom !== undefined);
      const originals = copies.length > 0 && chance(40) ? copies : read;
      const derivedFrom = !isOpen && chance(takesAway(field) ? 1 : 4) ? some(originals, 1 + below(2)) : [];
      classified[`${type.name}.${field.name}`] = {
        level: isOpen ? 'PUBLIC' : pick(isRoot || takesAway(field) ? rootLevels : levels),
        tags: !isOpen && chance(takesAway(field) ? 1 : 6) ? [pick(['pii', 'pii.email', 'pci'])] : [],
        product: `${domain}/${pick(['one', 'two'])}`,
        domain,
        rowFiltered: true,
        ...(derivedFrom.length > 0 && { derivedFrom }),
      };
    }
  }
  return classified;
}

const rootLevels: readonly Sensitivity[] = ['PUBLIC', 'PUBLIC', 'PUBLIC', 'PUBLIC', 'INTERNAL'];
const levels: readonly Sensitivity[] = [
  ...(['PUBLIC', 'PUBLIC', 'PUBLIC', 'PUBLIC', 'PUBLIC'] as const),
  ...(['INTERNAL', 'INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] as const),
];

interface DomainContext {
  readonly domain: string;
  readonly domainOf: (typeName: string) => string;
  readonly drawer: RuleDrawer;
  readonly options: PolicyOptions;
}

function drawDomain(schema: GraphQLSchema, dice: Dice, context: DomainContext): DomainModel {
  const { chance } = dice;
  const { domain, domainOf, drawer, options } = context;
  const rules: Record<string, Record<string, RuleModel>> = {};
  const masks: Record<string, Record<string, MaskModel>> = {};
  const rows: Record<string, RuleModel> = {};
  for (const type of typesWithFields(schema).filter(({ name }) => domainOf(name) === domain)) {
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
    const row = !options.withRows || isRoot || isInputObjectType(type) ? null : type;
    const drawn: Record<string, RuleModel> = {};
    if (!isInputObjectType(type) && chance(isRoot ? 2 : 5)) drawn['*'] = drawer.draw({ hasArguments: false, row });
    for (const field of Object.values(type.getFields())) {
      if ('defaultValue' in field && field.defaultValue !== undefined) continue;
      if (chance(takesAway(field) ? 6 : isRoot ? 15 : 25)) drawn[field.name] = drawer.draw(placeOf(field, row));
      const mask = isInputObjectType(type) ? undefined : drawMask(dice, drawer, type, field as never, row);
      if (mask) masks[type.name] = { ...masks[type.name], [field.name]: mask };
    }
    if (Object.keys(drawn).length > 0) rules[type.name] = drawn;
    if (row && isObjectType(type) && chance(20)) rows[type.name] = drawer.drawSettled({ hasArguments: false, row });
  }
  return { domain, rules, masks, rows };
}

/** Where a field that is never null is denied, its object is gone, and nothing is left to compare. */
const takesAway = ({ type }: { readonly type: unknown }) => `${type}`.endsWith('!');

function placeOf(field: object, row: RulePlace['row']): RulePlace {
  return { hasArguments: 'args' in field && (field.args as readonly unknown[]).length > 0, row };
}

function drawMask(
  { chance, pick }: Dice,
  drawer: RuleDrawer,
  type: GraphQLObjectType | GraphQLInterfaceType,
  field: GraphQLField<unknown, unknown>,
  row: RulePlace['row'],
): MaskModel | undefined {
  // Of an interface, some type may promise more than the mask can give.
  if (!isObjectType(type) || !chance(12)) return undefined;
  const fitting = fittingMasks(field.type);
  if (fitting.length === 0) return undefined;
  return { unless: drawer.drawSettled(placeOf(field, row)), mask: pick(fitting) };
}

function drawGuardrails({ chance, pick }: Dice, drawer: RuleDrawer): GuardrailModel[] {
  return (['INTERNAL', 'CONFIDENTIAL', 'RESTRICTED'] as const)
    .filter(() => chance(25))
    .map((level) => ({ level, rule: drawer.draw(nowhere), yieldsToGrants: pick([true, false]) }));
}

type TypeWithFields = GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType;

export function typesWithFields(schema: GraphQLSchema): readonly TypeWithFields[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is TypeWithFields =>
      !type.name.startsWith('__') && (isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)),
  );
}
