// Reads comma-separated values (RFC 4180): quoted fields may hold commas, line ends and doubled quotes.

const fieldPattern = /("(?:[^"]|"")*"|(?!")[^,\r\n]*)(,|\r?\n|$)/y;

/** Rows of fields, all text. A line end after the last row is no further row. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let position = 0;
  while (position < text.length) {
    const [field, separator] = fieldAt(text, position);
    row.push(unquoted(field));
    position += field.length + separator.length;
    const endsRow = separator !== ',';
    if (!endsRow && position === text.length) row.push('');
    if (endsRow || position === text.length) {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

function fieldAt(text: string, position: number): [field: string, separator: string] {
  fieldPattern.lastIndex = position;
  const match = fieldPattern.exec(text);
  if (!match)
    throw new Error(
      `The CSV text is malformed at character ${position}: a quoted field must be followed by a comma or a line end.`,
    );
  return [match[1]!, match[2]!];
}

function unquoted(field: string): string {
  return field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field;
}
