// The demands of the subgraphs' SDL as rules: of each field those of its own, of its type, of what it returns, and of the interfaces
// that both come by. Never more open than a router that enforces the same directives.
import { type GraphQLSchema, getNamedType, isInputObjectType, isInterfaceType, isObjectType } from 'graphql';
import type { AccessDemands, Demand } from '../../schema/access-directives.ts';
import { type Coordinate, fieldCoordinate } from '../../schema/coordinates.ts';
import { and, deny, or, type Rule } from '../shield.ts';
import { hasScope, isAuthenticated } from '../words/claims.ts';
import { isImplied } from './implied-demand.ts';
import { inspectRule } from './inspect-rule.ts';
import type { PolicyProblem } from './policy-problem.ts';

/** What @policy names, `payments.cards`, and the rule that it stands for. */
export type NamedRules = Readonly<Record<string, Rule>>;

export const namedRulesFile = 'policies/rules.ts';

/** @returns a function that gives the rules of a coordinate */
export function directiveRules(
  schema: GraphQLSchema,
  demands: AccessDemands,
  named: NamedRules,
): (coordinate: Coordinate) => Rule[] {
  if (demands.size === 0) return () => [];
  return (coordinate) => demandsAt(schema, demands, coordinate).map((demand) => ruleFor(demand, named));
}

/** Names that no rule has, and rules that are none. */
export function inspectNames(demands: AccessDemands, named: NamedRules): PolicyProblem[] {
  const broken = Object.entries(named).flatMap(([name, rule]) =>
    inspectRule(rule).map((finding) => ({ ...finding, file: namedRulesFile, coordinate: `named.${name}` })),
  );
  const unknown = [...demands].flatMap(([coordinate, demanded]) =>
    namesIn(demanded)
      .filter((name) => !Object.hasOwn(named, name))
      .map((name) => ({
        file: namedRulesFile,
        coordinate,
        message: `the schema demands the policy "${name}", and no named rule is called so.`,
        mend: `Add "${name}" to named, or correct @policy in the subgraph's schema.`,
      })),
  );
  return [...broken, ...unknown];
}

function namesIn(demands: readonly Demand[]): string[] {
  return demands.flatMap((demand) => (demand.kind === 'policies' ? demand.anyOf.flat() : []));
}

function demandsAt(schema: GraphQLSchema, demands: AccessDemands, coordinate: Coordinate): Demand[] {
  const [typeName, fieldName] = coordinate.split('.') as [string, string];
  const type = schema.getType(typeName);
  const field = isObjectType(type) || isInputObjectType(type) ? type.getFields()[fieldName] : undefined;
  const returned = field === undefined ? [] : [getNamedType(field.type).name];
  const own = [coordinate, typeName, ...returned].flatMap((place) => demands.get(place) ?? []);
  // What is elsewhere is asked about when something here is a copy of it.
  if (!isObjectType(type)) return own;
  return [
    ...own,
    ...type.getInterfaces().flatMap(({ name }) => [...ofInterface(name), ...ofInterface(name, fieldName)]),
  ];

  /** Composition gives an interface what its types demand together; each of them demands its own part of that already. */
  function ofInterface(name: string, field?: string): readonly Demand[] {
    const place = (owner: string) => (field === undefined ? owner : fieldCoordinate(owner, field));
    const demanded = demands.get(place(name));
    const type = schema.getType(name);
    if (demanded === undefined || !isInterfaceType(type)) return [];
    const ofTypes = schema.getImplementations(type).objects.flatMap((member) => demands.get(place(member.name)) ?? []);
    return demanded.filter((demand) => !isImplied(demand, ofTypes));
  }
}

function ruleFor(demand: Demand, named: NamedRules): Rule {
  if (demand.kind === 'authenticated') return isAuthenticated;
  const word =
    demand.kind === 'scopes' ? hasScope : (name: string) => (Object.hasOwn(named, name) ? named[name]! : deny);
  return anyOf(demand.anyOf.map((allOf) => together(allOf.map(word))));
}

/** A demand that names nothing would be met by everyone: its author cannot have meant that. */
function together(rules: readonly Rule[]): Rule {
  return rules.length > 1 ? and(...rules) : (rules[0] ?? deny);
}

function anyOf(rules: readonly Rule[]): Rule {
  return rules.length > 1 ? or(...rules) : (rules[0] ?? deny);
}
