// Rules that are loaded while a process serves must decide as the reviewed table beside them says: whoever changes a rule and not
// the table has not looked at what the change does.
import { setImmediate } from 'node:timers/promises';
import { GordianError } from '../../kit/errors.ts';
import type { CompiledPolicy } from '../compiler/compiled-policy.ts';
import type { LoadedRules } from '../reload/load-rules.ts';
import { type Matrix, type MatrixRow, matrixOf, parseMatrix, rowsClassification } from './matrix.ts';
import { describeDiff, diffMatrices } from './matrix-diff.ts';

const mend = 'Run "gordian policy test --write", read what changes in golden.txt, and keep both.';
const maxLines = 40;

/**
 * Compares what both know: coordinates that the schema has and the table lists, under the classification with which they were
 * reviewed, for personas that have a column. Without a table there is nothing to compare.
 * @param former what decided until now, on the same schema: where it decides alike, nobody has changed anything
 * @throws GordianError POLICY_INVALID with who would gain and who would lose
 */
export async function requireReviewed(
  policy: CompiledPolicy,
  { files, personas }: Pick<LoadedRules, 'files' | 'personas'>,
  former: CompiledPolicy | null = null,
): Promise<void> {
  if (files.golden === null) return;
  const reviewed = parseMatrix(files.golden);
  if (reviewed === null) throw new GordianError('POLICY_INVALID', `golden.txt is not a table of decisions. ${mend}`);
  // The thread has just compiled the policy: requests first.
  await setImmediate();
  const decided = withOpenRows(await matrixOf(policy, personas), reviewed, policy);
  const changed =
    former === null ? decided : changedRows(decided, withOpenRows(await matrixOf(former, personas), decided, former));
  const known = withOpenRows(reviewed, decided, policy);
  const { gains, losses, unnoticed } = diffMatrices(sharedRows(known, changed), sharedRows(changed, known));
  if (gains.length + losses.length + unnoticed.length === 0) return;
  const told = describeDiff({ gains, losses, unnoticed, addedPersonas: [], removedPersonas: [] });
  throw new GordianError(
    'POLICY_INVALID',
    `The rules changed, and the reviewed table did not. ${mend}\n${told.split('\n').slice(0, maxLines).join('\n')}`,
  );
}

/** A type that has no line of its own shows its records to everybody: where the other table has one, that is a difference. */
function withOpenRows({ personas, rows }: Matrix, other: Matrix, policy: CompiledPolicy): Matrix {
  const types = new Set(policy.coordinates.map(({ coordinate }) => coordinate.split('.')[0]!));
  const elsewhere = new Set(policy.gatewayOnly.map(({ coordinate }) => coordinate));
  const listed = new Set(rows.map(({ coordinate }) => coordinate));
  const open = other.rows
    .filter(({ classification }) => classification === rowsClassification)
    .filter(({ coordinate }) => types.has(coordinate) && !listed.has(coordinate) && !elsewhere.has(coordinate))
    .map((row) => ({ ...row, cells: personas.map(() => 'allow'), passes: 'everyone' }));
  return { personas, rows: [...rows, ...open] };
}

function changedRows({ personas, rows }: Matrix, former: Matrix): Matrix {
  const textOf = ({ cells, passes }: MatrixRow) => JSON.stringify([cells, passes]);
  const before = new Map(former.rows.map((row) => [row.coordinate, textOf(row)]));
  return { personas, rows: rows.filter((row) => before.get(row.coordinate) !== textOf(row)) };
}

function sharedRows({ personas, rows }: Matrix, other: Matrix): Matrix {
  const known = new Map(other.rows.map(({ coordinate, classification }) => [coordinate, classification]));
  return { personas, rows: rows.filter(({ coordinate, classification }) => known.get(coordinate) === classification) };
}
