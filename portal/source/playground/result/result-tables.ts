// An answer as tables: one for each list in it, with a column for each value below. Objects become dotted names. Of lists in a row,
// the elements stand below each other, those of several lists side by side, and what is around them is repeated.

export type Cell = string | number | boolean | null;

export interface ResultTable {
  /** Where the rows are, `customer.orders.nodes`; empty for an answer without lists. */
  readonly path: string;
  readonly columns: readonly string[];
  /** A cell for each column; undefined where the row has no such field. */
  readonly rows: readonly (readonly (Cell | undefined)[])[];
}

type Json = Readonly<Record<string, unknown>>;
type Row = ReadonlyMap<string, Cell>;

/** The lists of objects that stand in no other list, the longest first; the answer itself when there are none. */
export function resultTables(data: unknown): ResultTable[] {
  if (!isObject(data)) return [];
  const lists = listsIn(data, '');
  const tables = lists.map(({ path, items }) =>
    tableOf(
      path,
      items.flatMap((item) => rowsOf(item, '')),
    ),
  );
  if (tables.length === 0) return [tableOf('', rowsOf(data, ''))];
  return tables.sort((one, other) => other.rows.length - one.rows.length);
}

function listsIn(value: Json, path: string): { path: string; items: readonly unknown[] }[] {
  return Object.entries(value).flatMap(([name, inner]) => {
    const at = path === '' ? name : `${path}.${name}`;
    if (isListOfObjects(inner)) return [{ path: at, items: inner }];
    return isObject(inner) ? listsIn(inner, at) : [];
  });
}

function tableOf(path: string, rows: readonly Row[]): ResultTable {
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  return { path, columns, rows: rows.map((row) => columns.map((column) => row.get(column))) };
}

/** At least one, so that an object without anything in it is still seen. */
function rowsOf(value: unknown, prefix: string): Row[] {
  if (!isObject(value)) return [new Map([[prefix || 'value', cellOf(value)]])];
  const { cells, lists } = partsOf(value, prefix);
  const height = Math.max(1, ...lists.map((rows) => rows.length));
  // Of lists of different lengths the shorter ends, also one of a single element: repeated, it would be counted twice.
  return Array.from(
    { length: height },
    (_, index) => new Map([...cells, ...lists.flatMap((rows) => [...(rows[index] ?? [])])]),
  );
}

interface Parts {
  /** What is there once, in objects of any depth. */
  readonly cells: readonly (readonly [string, Cell])[];
  /** The rows of each list below. */
  readonly lists: readonly (readonly Row[])[];
}

function partsOf(value: Json, prefix: string): Parts {
  const parts = Object.entries(value).map(([name, inner]): Parts => {
    const column = prefix === '' ? name : `${prefix}.${name}`;
    if (isListOfObjects(inner)) return { cells: [], lists: [inner.flatMap((item) => rowsOf(item, column))] };
    return isObject(inner) ? partsOf(inner, column) : { cells: [[column, cellOf(inner)]], lists: [] };
  });
  return { cells: parts.flatMap(({ cells }) => cells), lists: parts.flatMap(({ lists }) => lists) };
}

function cellOf(value: unknown): Cell {
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? JSON.stringify(item) : item)).join(', ');
  return value === undefined ? null : (value as Cell);
}

function isListOfObjects(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.some(isObject);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
