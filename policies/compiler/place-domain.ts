// One domain's file, brought down to coordinates and held against the schema and the contracts: rules, masks and rows.
import type { GraphQLSchema } from 'graphql';
import type { Classification, Classifications } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { DomainPolicy, MaskEntry } from '../domain-policy.ts';
import type { Rule } from '../shield.ts';
import { expandRules, type Misplaced, type PlacedRule } from './expand-tree.ts';
import { placeMasks } from './place-masks.ts';
import { type PlacedRow, placeRows } from './place-rows.ts';
import type { PolicyProblem } from './policy-problem.ts';

export interface PlacedDomain {
  readonly file: string;
  readonly rules: readonly PlacedRule[];
  readonly masks: ReadonlyMap<Coordinate, readonly MaskEntry[]>;
  readonly rows: readonly PlacedRow[];
}

export interface Ground {
  readonly schema: GraphQLSchema;
  readonly classifications: Classifications;
  /** What is said of the records of each type. */
  readonly homes: ReadonlyMap<string, Classification>;
  /** The subgraph that the schema belongs to; null for the supergraph. */
  readonly subgraph: string | null;
}

export function placeDomain(ground: Ground, policy: DomainPolicy, problems: PolicyProblem[]): PlacedDomain {
  const file = `policies/domains/${policy.subgraph}.ts`;
  const rules = expandRules(ground.schema, policy.rules);
  const masks = placeMasks(ground.schema, policy.masks);
  const rows = placeRows(ground.schema, policy.rows ?? {}, { domain: policy.domain, homes: ground.homes });
  // A subgraph knows a part of the graph: what others say of the rest is none of its business.
  const isForeign = ground.subgraph !== null && ground.subgraph !== policy.subgraph;
  const findings = [...rules.misplaced, ...masks.misplaced, ...rows.misplaced].filter(
    ({ isUnknown }) => !(isForeign && isUnknown),
  );
  const coordinates = [...rules.placed.map(({ coordinate }) => coordinate), ...masks.placed.keys()];
  problems.push(
    ...findings.map(({ coordinate, message, mend }) => ({ file, coordinate, message, mend })),
    ...trespasses(ground.classifications, policy.domain, coordinates, file),
  );
  const elsewhere = isForeign ? rulesElsewhere(policy, rules.misplaced) : [];
  return { file, rules: [...rules.placed, ...elsewhere], masks: masks.placed, rows: rows.placed };
}

/** What this subgraph does not have is asked about when something of it is a copy. */
function rulesElsewhere({ rules }: DomainPolicy, misplaced: readonly Misplaced[]): PlacedRule[] {
  return misplaced.flatMap(({ coordinate, isUnknown }) => {
    const [typeName, fieldName] = coordinate.split('.') as [string, string?];
    if (!isUnknown || fieldName === undefined) return [];
    const rule = (rules[typeName] as Readonly<Record<string, Rule>>)[fieldName]!;
    return [{ coordinate, rule, isOwn: true }];
  });
}

/** A domain decides about its own data only. */
function trespasses(
  classifications: Classifications,
  domain: string,
  coordinates: readonly Coordinate[],
  file: string,
): PolicyProblem[] {
  return coordinates.flatMap((coordinate) => {
    const owner = classifications.get(coordinate)?.domain ?? domain;
    if (owner === domain) return [];
    return [
      {
        file,
        coordinate,
        message: `the field belongs to ${owner}.`,
        mend: `Move the rule to the file of ${owner} in policies/domains.`,
      },
    ];
  });
}
