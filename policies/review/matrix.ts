// Who may see what, as a table of coordinates and personas: the reviewed file golden.txt, and what changed between two of them.
import { alignColumns } from '../../kit/columns.ts';
import { pauses } from '../../kit/in-slices.ts';
import type { Classification } from '../../schema/artefact.ts';
import type { Coordinate } from '../../schema/coordinates.ts';
import type { CompiledPolicy, Door, Guarded } from '../compiler/compiled-policy.ts';
import { createDecisions, type Decision, type Decisions } from '../decide/decisions.ts';
import { askerOf, type Persona } from '../persona.ts';
import { withoutArguments } from './without-arguments.ts';

export interface Matrix {
  /** Ids of the personas, one per cell of each row. */
  readonly personas: readonly string[];
  readonly rows: readonly MatrixRow[];
}

export interface MatrixRow {
  /** Of a field; the name of a type where its rows are guarded. */
  readonly coordinate: Coordinate;
  readonly classification: string;
  /** `allow`, `mask`, `row`, `fault`, or `-` for denied; with `*` where the arguments decide as well. */
  readonly cells: readonly string[];
  /** What has to be passed, in words of the rules. */
  readonly passes: string;
}

const matrixLegend = `# Who may see what: a line per coordinate, a column per persona of policies/personas.ts, and what has to be passed.
# allow, mask, or - for denied; row where the row decides, which is not known here; fault where a rule failed;
# * where the arguments decide as well, which are none here. A line that names a type says whose rows are seen.
# After a change of a rule, a contract or a persona: npx gordian policy test --write, and read what it says.
`;

/** In the place of a classification: the line is about the records of a type. */
export const rowsClassification = 'rows';

export async function matrixOf(policy: CompiledPolicy, personas: readonly Persona[]): Promise<Matrix> {
  const columns = personas.map((persona) => decisionsFor(policy, persona));
  const rows: MatrixRow[] = [];
  const pause = pauses();
  for (const guarded of guardedOf(policy)) {
    rows.push(await rowOf(guarded, columns));
    await pause();
  }
  return { personas: personas.map(({ id }) => id), rows };
}

/** As text, with its legend. */
export function printMatrix({ personas, rows }: Matrix): string {
  const lines = [
    ['coordinate', 'classification', ...personas, 'passes'],
    ...rows.map(({ coordinate, classification, cells, passes }) => [coordinate, classification, ...cells, passes]),
  ];
  return `${matrixLegend}\n${alignColumns(lines)}`;
}

/** @returns null when the text is not a table of this kind */
export function parseMatrix(text: string): Matrix | null {
  const [head, ...lines] = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(/ {2,}/));
  if (head?.[0] !== 'coordinate' || head.at(-1) !== 'passes') return null;
  if (lines.some(({ length }) => length !== head.length)) return null;
  const rows = lines.map(([coordinate, classification, ...rest]) => ({
    coordinate: coordinate!,
    classification: classification!,
    cells: rest.slice(0, -1),
    passes: rest.at(-1)!,
  }));
  return { personas: head.slice(2, -1), rows };
}

/** Each type whose rows are guarded before its fields. */
function guardedOf(policy: CompiledPolicy): Guarded[] {
  const types = new Set<string>();
  return policy.coordinates.flatMap((rules) => {
    const [typeName = ''] = rules.coordinate.split('.');
    const rows = types.has(typeName) ? undefined : policy.rowsOf(typeName);
    types.add(typeName);
    return rows === undefined ? [rules] : [rows, rules];
  });
}

async function rowOf(guarded: Guarded, columns: readonly Decisions[]): Promise<MatrixRow> {
  const { coordinate, door } = guarded;
  const cells = await Promise.all(columns.map((decisions) => cellFor(guarded, decisions)));
  return { coordinate, classification: describeGuarded(guarded), cells, passes: describeDoor(door) };
}

function decisionsFor(policy: CompiledPolicy, persona: Persona): Decisions {
  const { caller, circumstances } = askerOf(persona);
  return createDecisions(policy, caller, () => {}, circumstances);
}

async function cellFor(guarded: Guarded, decisions: Decisions): Promise<string> {
  const decision = await decisions.decide(guarded);
  if (!guarded.door.readsArguments || decision.kind === 'unknown') return cellOf(decision);
  const blind = await decisions.decide({ ...guarded, door: withoutArguments(guarded.door) });
  return `${cellOf(decision)}${blind.kind === 'unknown' ? '*' : ''}`;
}

function cellOf(decision: Decision): string {
  if (decision.kind === 'unknown') return 'row';
  if (decision.kind !== 'deny') return decision.kind;
  return decision.code === 'POLICY_UNAVAILABLE' ? 'fault' : '-';
}

/** As a line of the table has it. */
export function describeGuarded({ coordinate, classification }: Guarded): string {
  if (!coordinate.includes('.')) return rowsClassification;
  return describeClassification(classification);
}

/** `CONFIDENTIAL (pii.email)` */
export function describeClassification(classification: Classification | undefined): string {
  if (classification === undefined) return 'UNCLASSIFIED';
  const { level, tags } = classification;
  return tags.length === 0 ? level : `${level} (${tags.join(', ')})`;
}

/** The rules that must allow, and the mask: `hasScope(a) & isAuthenticated; email unless hasScope(b)`. */
function describeDoor({ conjuncts, mask }: Door): string {
  const rules = conjuncts.map(({ name }) => name).join(' & ') || 'everyone';
  return mask === null ? rules : `${rules}; ${mask.mask.name} unless ${mask.name}`;
}
