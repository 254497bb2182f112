// What is odd about a policy that compiles: nothing here keeps it from serving, all of it is worth a look by whoever owns it.
import type { GraphQLSchema } from 'graphql';
import type { Classifications } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, CoordinateRules } from '../compiler/compiled-policy.ts';
import { derivedRule } from '../compiler/derived.ts';
import { expandRules } from '../compiler/expand-tree.ts';
import type { PolicyProblem } from '../compiler/policy-problem.ts';
import { createEvaluator, type Evaluate } from '../decide/evaluate.ts';
import { askerOf, type Persona } from '../persona.ts';
import { printRule } from '../requirement.ts';
import type { PolicyRules } from '../rules.ts';
import { describeClassification, type Matrix } from './matrix.ts';

export interface PolicyWarning extends PolicyProblem {
  readonly code: WarningCode;
}

export type WarningCode =
  | 'DOMAIN_WITHOUT_RULES'
  | 'RULE_GUARDS_NOTHING'
  | 'RULE_SAYS_THE_SAME'
  | 'NOBODY_PASSES'
  | 'NOBODY_PASSES_MASK'
  | 'NOBODY_MEETS_MASK'
  | 'OPEN_WIDER_THAN_CLASSIFIED'
  | 'GATEWAY_ONLY';

export interface Reviewed {
  readonly schema: GraphQLSchema;
  readonly classifications: Classifications;
  readonly rules: PolicyRules;
  readonly policy: CompiledPolicy;
  readonly personas: readonly Persona[];
  /** Of that policy and those personas. */
  readonly matrix: Matrix;
}

export async function reviewPolicy(reviewed: Reviewed): Promise<PolicyWarning[]> {
  return [
    ...domainsWithoutRules(reviewed),
    ...rulesThatGuardNothing(reviewed),
    ...rulesThatSayTheSame(reviewed),
    ...coordinatesNobodyPasses(reviewed),
    ...masksWithoutUse(reviewed),
    ...(await openWiderThanClassified(reviewed)),
  ];
}

function domainsWithoutRules({ classifications, rules }: Reviewed): PolicyWarning[] {
  const spoken = new Set(rules.domains.map(({ domain }) => domain));
  const domains = new Set([...classifications.values()].map(({ domain }) => domain));
  return [...domains]
    .filter((domain) => !spoken.has(domain))
    .map((domain) => ({
      code: 'DOMAIN_WITHOUT_RULES',
      file: 'policies/rules.ts',
      coordinate: domain,
      message:
        'the domain has published coordinates and has no file of rules, so that nobody of it has looked at them.',
      mend: `Add policies/domains/${domain}.ts, with empty rules if what the contract derives suffices, and name it in rules.ts.`,
    }));
}

/** An interface that no type implements, for instance. */
function rulesThatGuardNothing({ schema, rules }: Reviewed): PolicyWarning[] {
  return entriesOf(rules).flatMap(({ file, typeName, tree }) => {
    const { placed, misplaced } = expandRules(schema, tree);
    if (placed.length > 0 || misplaced.length > 0) return [];
    return [
      {
        code: 'RULE_GUARDS_NOTHING',
        file,
        coordinate: typeName,
        message: 'the rules guard no coordinate: no object type of the schema has them.',
        mend: 'Remove them, or write them for the types that are meant.',
      },
    ];
  });
}

function rulesThatSayTheSame({ schema, classifications, rules, policy }: Reviewed): PolicyWarning[] {
  return entriesOf(rules).flatMap(({ file, tree }) =>
    expandRules(schema, tree)
      .placed.filter(({ isOwn }) => isOwn)
      .filter(({ coordinate, rule }) => {
        const { kind } = policy.rulesOf(coordinate);
        const derived = derivedRule({ coordinate, kind, classification: classifications.get(coordinate) });
        return printRule(derived) === printRule(rule);
      })
      .map(({ coordinate }) => ({
        code: 'RULE_SAYS_THE_SAME' as const,
        file,
        coordinate,
        message: 'the rule says what its contract derives anyway, and will hide a stricter classification later.',
        mend: 'Remove it.',
      })),
  );
}

function coordinatesNobodyPasses({ matrix, rules, classifications }: Reviewed): PolicyWarning[] {
  return matrix.rows
    .filter(({ cells }) => cells.every((cell) => cell === '-' || cell === 'fault'))
    .map(({ coordinate, passes }) => ({
      code: 'NOBODY_PASSES',
      file: fileFor(coordinate, rules, classifications),
      coordinate,
      message: `no persona sees it: it asks ${passes}.`,
      mend: 'Add a persona that does, so that the table shows for whom it is open, or find out whether it is closed by mistake.',
    }));
}

function masksWithoutUse({ matrix, policy, rules, classifications }: Reviewed): PolicyWarning[] {
  const cellsOf = new Map(matrix.rows.map(({ coordinate, cells }) => [coordinate, cells]));
  return policy.coordinates.flatMap(({ coordinate, door: { mask } }): PolicyWarning[] => {
    const cells = cellsOf.get(coordinate)!;
    if (mask === null || cells.includes('row')) return [];
    const file = fileFor(coordinate, rules, classifications);
    if (!cells.includes('allow'))
      return [
        {
          code: 'NOBODY_PASSES_MASK',
          file,
          coordinate,
          message: `no persona sees past the mask ${mask.mask.name}: it asks ${mask.name}.`,
          mend: 'Add a persona that does, or close the field if nobody needs the clear value.',
        },
      ];
    if (cells.includes('mask')) return [];
    return [
      {
        code: 'NOBODY_MEETS_MASK',
        file,
        coordinate,
        message: `no persona gets the masked value of ${mask.mask.name}: whoever passes the rules passes the mask as well.`,
        mend: 'Add a persona that gets it, or remove the mask.',
      },
    ];
  });
}

/** Copies are left out: what their sources ask is asked as well. What a mutation asks is no matter of its classification. */
async function openWiderThanClassified({ policy, personas, matrix, rules, classifications }: Reviewed) {
  const cellsOf = new Map(matrix.rows.map(({ coordinate, cells }) => [coordinate, cells]));
  const evaluators = personas.map(evaluatorFor);
  const warnings: PolicyWarning[] = [];
  for (const rule of policy.coordinates.filter(isWrittenAnew)) {
    const { coordinate, classification } = rule;
    const derived = derivedRule(rule);
    const outcomes = await Promise.all(evaluators.map((evaluate) => evaluate(derived, {})));
    const cells = cellsOf.get(coordinate)!;
    const wider = personas.filter((_, index) => cells[index] === 'allow' && outcomes[index] !== 'allow');
    if (wider.length === 0) continue;
    warnings.push({
      code: 'OPEN_WIDER_THAN_CLASSIFIED',
      file: fileFor(coordinate, rules, classifications),
      coordinate,
      message: `${describeClassification(classification)} suggests ${printRule(derived)}; without that, it is open to ${wider.map(({ id }) => id).join(', ')}.`,
      mend: 'Narrow the rule, mask the field, or have its owner classify it as what it is.',
    });
  }
  return warnings;
}

function evaluatorFor(persona: Persona): Evaluate {
  const { caller, circumstances } = askerOf(persona);
  return createEvaluator(caller, () => {}, circumstances);
}

function isWrittenAnew({ kind, classification, door }: CoordinateRules): boolean {
  const isCopy = (classification?.derivedFrom ?? []).length > 0;
  return (kind === 'output' || kind === 'filter') && !isCopy && door.conjuncts.some(({ layer }) => layer === 'domain');
}

function entriesOf({ domains }: PolicyRules) {
  return domains.flatMap(({ subgraph, rules }) =>
    Object.entries(rules).map(([typeName, entry]) => ({
      file: `policies/domains/${subgraph}.ts`,
      typeName,
      tree: { [typeName]: entry },
    })),
  );
}

/** The file of the domain that owns the coordinate, for that is where a rule for it belongs. */
function fileFor(coordinate: Coordinate, { domains }: PolicyRules, classifications: Classifications): string {
  const domain = classifications.get(coordinate)?.domain;
  const policy = domains.find((candidate) => candidate.domain === domain || candidate.rows?.[coordinate] !== undefined);
  return policy === undefined ? 'policies/rules.ts' : `policies/domains/${policy.subgraph}.ts`;
}
