// Fits a rule to the place where it stands: what the contract answers is answered, what reads the row is held against the schema,
// and what a subgraph cannot answer is left to the gateway, and told.
import type { GraphQLInterfaceType, GraphQLObjectType } from 'graphql';
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import { isNamed } from '../../schema/subgraph-sdl.ts';
import type { LeafRule, Rule } from '../shield.ts';
import { settleCeiling } from './ceiling.ts';
import { inspectPlace } from './inspect-place.ts';
import { mapLeaves, opening } from './map-leaves.ts';
import type { Ground } from './place-domain.ts';
import type { PolicyProblem } from './policy-problem.ts';

export interface Place {
  readonly file: string;
  /** Of a field, or the name of a type. */
  readonly coordinate: Coordinate;
  readonly classification: Classification | undefined;
}

/** A rule that the subgraph of a policy cannot ask, because the row lacks what it reads there. */
export interface GatewayOnlyRule {
  readonly coordinate: Coordinate;
  readonly rule: string;
}

export interface RuleFitter {
  fit(rule: Rule, place: Place): Rule;
  readonly problems: readonly PolicyProblem[];
  readonly gatewayOnly: readonly GatewayOnlyRule[];
}

export function createRuleFitter({ schema, subgraph }: Ground): RuleFitter {
  const problems: PolicyProblem[] = [];
  const gatewayOnly: GatewayOnlyRule[] = [];
  const owns = subgraph === null ? () => true : isServed;

  const fitLeaf = (
    leaf: LeafRule,
    rule: Rule,
    isNegated: boolean,
    { file, coordinate, classification }: Place,
  ): Rule => {
    const typeName = coordinate.split('.')[0]!;
    const findings = inspectPlace(schema, typeName, leaf, owns);
    if (subgraph !== null && findings.length > 0 && findings.every(({ isLacking }) => isLacking)) {
      gatewayOnly.push({ coordinate, rule: leaf.name });
      return opening(isNegated);
    }
    problems.push(...findings.map(({ message, mend }) => ({ file, coordinate, message, mend })));
    return settleCeiling(rule, classification, isNegated);
  };

  return {
    fit: (rule, place) => mapLeaves(rule, (leaf, part, isNegated) => fitLeaf(leaf, part, isNegated, place)),
    problems,
    gatewayOnly,
  };
}

/** What another subgraph serves comes with a representation now and then, and not with every row. */
function isServed(type: GraphQLObjectType | GraphQLInterfaceType, fieldName: string): boolean {
  const nodes = [type.astNode, ...type.extensionASTNodes, type.getFields()[fieldName]?.astNode];
  return !nodes.some((node) => node?.directives?.some((directive) => isNamed(directive, 'external')));
}
