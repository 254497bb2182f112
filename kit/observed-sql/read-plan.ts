// What a plan of Postgres says about columns: `EXPLAIN (VERBOSE)` writes expressions as text, with the names of columns, so the
// names are found in them. Whatever cannot be followed (a column of a subquery that was not merged into its surroundings) counts as
// a condition: it has had an influence, and more is not known.

/** A node of a plan in JSON. */
export interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly Schema?: string;
  readonly Alias?: string;
  readonly 'Subplan Name'?: string;
  readonly Output?: readonly string[];
  readonly Plans?: readonly PlanNode[];
  readonly [property: string]: unknown;
}

export interface Column {
  readonly schema: string;
  readonly table: string;
  readonly column: string;
}

/** The columns of a table, by its schema and name as the plan has them; empty for one that is not known. */
export type ColumnsOf = (schema: string, table: string) => ReadonlyMap<string, Column>;

export interface PlannedColumns {
  /** By the place in the result. */
  readonly outputs: readonly (readonly Column[])[];
  readonly conditions: readonly Column[];
}

export interface PlannedTable {
  readonly schema: string;
  readonly table: string;
}

export function tablesIn(plan: PlanNode): PlannedTable[] {
  return nodesOf(plan).flatMap(({ Schema, 'Relation Name': table }) =>
    Schema === undefined || table === undefined ? [] : [{ schema: Schema, table }],
  );
}

export function readPlan(plan: PlanNode, columnsOf: ColumnsOf): PlannedColumns {
  const nodes = nodesOf(plan);
  const columnNamed = columnsByMention(nodes, columnsOf);
  const subplans = new Map(nodes.map((node) => [node['Subplan Name'], node]));

  function columnsIn(expression: string, depth = 0): Column[] {
    const named = mentionsIn(expression).flatMap((mention) => columnNamed(mention) ?? []);
    const ofSubplans = subplansIn(expression).flatMap(({ name, place }) =>
      depth < maxDepth ? columnsIn(subplans.get(name)?.Output?.[place] ?? '', depth + 1) : [],
    );
    return distinct([...named, ...ofSubplans]);
  }

  const ofNamedSubqueries = nodes.filter((node) => node['Subplan Name']?.startsWith('CTE ')).flatMap(outputOf);
  const conditions = [...nodes.flatMap(conditionsOf), ...ofNamedSubqueries, ...nodes.flatMap(outputsOfSubquery)];
  return {
    outputs: (plan.Output ?? []).map((expression) => columnsIn(expression)),
    conditions: distinct(conditions.flatMap((expression) => columnsIn(expression))),
  };
}

/** Of subplans in subplans; a plan has no cycles, but its text is not ours. */
const maxDepth = 20;

function nodesOf(plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];
}

function outputOf({ Output = [] }: PlanNode): readonly string[] {
  return Output;
}

/** `page.id` names a column of the subquery `page`, and not where it comes from. */
function outputsOfSubquery(node: PlanNode): readonly string[] {
  return node['Node Type'] === 'Subquery Scan' ? (node.Plans ?? []).flatMap(outputOf) : [];
}

function conditionsOf(node: PlanNode): string[] {
  return Object.entries(node)
    .filter(([property]) => /(Cond|Filter|Key|Call)$/.test(property))
    .flatMap(([, value]) => (Array.isArray(value) ? value : [value]))
    .filter((value): value is string => typeof value === 'string');
}

interface Mention {
  readonly alias: string | null;
  readonly column: string;
}

/** A plan of a single table names its columns without the table. */
function columnsByMention(nodes: readonly PlanNode[], columnsOf: ColumnsOf): (mention: Mention) => Column | undefined {
  const byAlias = new Map(
    nodes.flatMap(({ Schema, Alias, 'Relation Name': table }) =>
      Schema && Alias && table ? [[Alias, columnsOf(Schema, table)] as const] : [],
    ),
  );
  const only = byAlias.size === 1 ? [...byAlias.values()][0] : undefined;
  return ({ alias, column }) => (alias === null ? only : byAlias.get(alias))?.get(column);
}

const identifier = '(?:"(?:[^"]|"")+"|[a-z_][\\w$]*)';
/** Texts are passed over; a name before a parenthesis is a function, one behind `::` a type. */
const texts = /'(?:[^']|'')*'/g;
const mentions = new RegExp(`(?<!::|[\\w.$"])(?:(${identifier})\\.)?(${identifier})(?![\\w$"]|\\s*\\(|\\.)`, 'gi');

function mentionsIn(expression: string): Mention[] {
  return [...expression.replaceAll(texts, "''").matchAll(mentions)].map(([, alias, column]) => ({
    alias: alias === undefined ? null : unquoted(alias),
    column: unquoted(column!),
  }));
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name;
}

function subplansIn(expression: string): { readonly name: string; readonly place: number }[] {
  const found = expression.matchAll(/\b((?:InitPlan|SubPlan) \d+)\)?(?:\.col(\d+))?/g);
  return [...found].map(([, name, place]) => ({ name: name!, place: Number(place ?? 1) - 1 }));
}

function distinct(columns: readonly Column[]): Column[] {
  return [...new Map(columns.map((one) => [`${one.schema}.${one.table}.${one.column}`, one])).values()];
}
