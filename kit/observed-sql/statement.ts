// A statement that resolvers run, and which columns of its result and of its conditions have reached which fields of the graph.

/** One column of the result of a statement. */
export interface ResultColumn {
  readonly statement: ObservedStatement;
  readonly place: number;
  readonly name: string;
  /** Of the table that the value is taken from as it is; 0 for what is computed. */
  readonly tableId: number;
  /** Its number in that table. */
  readonly columnId: number;
}

export interface ObservedStatement {
  readonly text: string;
  readonly columns: readonly ResultColumn[];
}

/** What Postgres says of a column of a result. */
export interface ResultField {
  readonly name: string;
  readonly tableID: number;
  readonly columnID: number;
}

export function observedStatement(text: string, fields: readonly ResultField[]): ObservedStatement {
  const columns: ResultColumn[] = [];
  const statement = { text, columns };
  for (const [place, { name, tableID, columnID }] of fields.entries())
    columns.push({ statement, place, name, tableId: tableID, columnId: columnID });
  return statement;
}
