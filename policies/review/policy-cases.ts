// Test cases of a policy as files: what the table of personas cannot show, because it depends on arguments, on the row, on a
// purpose or a region. A YAML list per file of policies/tests.
import type { GraphQLSchema } from 'graphql';
import { isNode, isSeq, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { GordianError } from '../../kit/errors.ts';
import { didYouMean } from '../../kit/nearest.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy } from '../compiler/compiled-policy.ts';
import { createDecisions, type Decisions } from '../decide/decisions.ts';
import type { Row } from '../decide/evaluate.ts';
import { askerOf, type Persona } from '../persona.ts';
import { type ExplainedOutcome, guardedAt, outcomeOf } from './explain.ts';
import { usesOf } from './operation-uses.ts';

const outcome = z.enum(['allow', 'deny', 'mask', 'row', 'fault']);

const circumstances = {
  name: z.string(),
  /** Id of a persona. */
  as: z.string(),
  purpose: z.string().optional(),
  /** Of the gateway that is asked. */
  region: z.string().optional(),
};

const coordinateCase = z.strictObject({
  ...circumstances,
  coordinate: z.string(),
  /** What the rules read of the row, by the names of its fields. */
  row: z.record(z.string(), z.unknown()).optional(),
  expect: outcome,
});

const operationCase = z.strictObject({
  ...circumstances,
  operation: z.string(),
  variables: z.record(z.string(), z.unknown()).optional(),
  /** Coordinate -> outcome; coordinates that are not named are not looked at. */
  expect: z.record(z.string(), outcome),
});

type CoordinateCase = z.output<typeof coordinateCase>;
type OperationCase = z.output<typeof operationCase>;

export interface PolicyCase {
  readonly line: number;
  readonly given: CoordinateCase | OperationCase;
}

export interface CaseProblem {
  readonly line: number;
  readonly message: string;
}

/** @returns the cases of a file, or what is wrong with it */
export function readPolicyCases(text: string): { readonly cases: PolicyCase[]; readonly problems: CaseProblem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [error] = document.errors;
  if (error) return { cases: [], problems: [{ line: error.linePos?.[0].line ?? 1, message: error.message }] };
  if (!isSeq(document.contents))
    return { cases: [], problems: [{ line: 1, message: 'The file is no list of cases.' }] };
  const read = document.contents.items.map((item) => {
    const line = isNode(item) && item.range ? lines.linePos(item.range[0]).line : 1;
    return readCase(isNode(item) ? item.toJS(document) : item, line);
  });
  return {
    cases: read.flatMap((entry) => ('given' in entry ? entry : [])),
    problems: read.flatMap((entry) => ('message' in entry ? entry : [])),
  };
}

function readCase(value: unknown, line: number): PolicyCase | CaseProblem {
  const isOperation = typeof value === 'object' && value !== null && 'operation' in value;
  const result = isOperation ? operationCase.safeParse(value) : coordinateCase.safeParse(value);
  return result.success ? { line, given: result.data } : { line, message: z.prettifyError(result.error) };
}

/** @returns what is not as expected, a sentence each; empty when the case holds */
export async function failuresOf(
  { given }: PolicyCase,
  policy: CompiledPolicy,
  schema: GraphQLSchema,
  personas: readonly Persona[],
): Promise<string[]> {
  const persona = personas.find(({ id }) => id === given.as);
  if (persona === undefined) return [unknownPersona(given.as, personas)];
  const asker = askerOf(persona, {
    ...(given.purpose === undefined ? {} : { purpose: given.purpose }),
    ...(given.region === undefined ? {} : { gatewayRegion: given.region }),
  });
  const decisions = createDecisions(policy, asker.caller, () => {}, asker.circumstances);
  if (!('operation' in given)) return coordinateFailures(given, decisions, policy);
  return operationFailures(given, decisions, policy, schema).catch((error: unknown) => {
    if (error instanceof GordianError) return [error.message];
    throw error;
  });
}

async function coordinateFailures(
  { coordinate, row, expect }: CoordinateCase,
  decisions: Decisions,
  policy: CompiledPolicy,
): Promise<string[]> {
  if (!isKnown(policy, coordinate)) return [unknownCoordinate(coordinate, policy)];
  const decision = await decisions.decide(guardedAt(policy, coordinate));
  const settled = decision.kind === 'unknown' && row !== undefined ? await decision.decideOn(row as Row) : decision;
  return differences(coordinate, expect, [outcomeOf(settled)]);
}

async function operationFailures(
  { operation, variables = {}, expect }: OperationCase,
  decisions: Decisions,
  policy: CompiledPolicy,
  schema: GraphQLSchema,
): Promise<string[]> {
  const uses = usesOf(schema, { document: operation, variables });
  const failures: string[] = [];
  for (const [coordinate, expected] of Object.entries(expect)) {
    const found: ExplainedOutcome[] = [];
    for (const { use } of uses.filter((candidate) => candidate.coordinate === coordinate)) {
      const guarded = guardedAt(policy, coordinate);
      found.push(outcomeOf(await (use ? decisions.decideUse(guarded, use.field) : decisions.decide(guarded))));
    }
    failures.push(
      ...(found.length === 0
        ? [`The operation does not use ${coordinate}.`]
        : differences(coordinate, expected, found)),
    );
  }
  return failures;
}

function differences(coordinate: Coordinate, expected: ExplainedOutcome, found: readonly ExplainedOutcome[]): string[] {
  return found
    .filter((one, index) => one !== expected && found.indexOf(one) === index)
    .map((one) => `${coordinate}: expected ${expected}, and it is ${one}.`);
}

function isKnown(policy: CompiledPolicy, coordinate: Coordinate): boolean {
  return policy.rowsOf(coordinate) !== undefined || policy.coordinates.some((rules) => rules.coordinate === coordinate);
}

function unknownCoordinate(coordinate: Coordinate, { coordinates }: CompiledPolicy): string {
  const known = coordinates.map((rules) => rules.coordinate);
  return `The schema has no ${coordinate}. ${didYouMean(coordinate, known, 'Write it as Type.field.')}`;
}

function unknownPersona(id: string, personas: readonly Persona[]): string {
  const known = personas.map((persona) => persona.id);
  return `There is no persona ${id}. ${didYouMean(id, known, `policies/personas.ts has ${known.join(', ')}.`)}`;
}
