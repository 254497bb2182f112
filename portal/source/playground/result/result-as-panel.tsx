// The result in other forms: as a table, and as text to copy or to keep.

import { useGraphiQL } from '@graphiql/react';
import { useMemo, useState } from 'react';
import { type Column, Table } from '../../parts/table.tsx';
import { usePortal } from '../../shell/portal-context.ts';
import type { Answer } from '../answer-log.ts';
import { deepLinkOf } from '../saved/deep-link.ts';
import { asCsv } from './as-csv.ts';
import { asCurl } from './as-curl.ts';
import { asTypeScript } from './as-typescript.ts';
import { type ResultTable, resultTables } from './result-tables.ts';
import { CopyButton, DownloadButton } from './take-text.tsx';

const FORMS = ['Table', 'CSV', 'JSON', 'curl', 'TypeScript', 'Link'] as const;
type Form = (typeof FORMS)[number];

/** More rows than these make the page slow; CSV has all. */
const MAXIMUM_ROWS = 500;

export function ResultAsPanel({ answer }: { readonly answer: Answer }) {
  const [form, setForm] = useState<Form>('Table');
  const [chosenPath, setChosenPath] = useState('');
  const tables = useMemo(() => resultTables(answer.body.data), [answer]);
  const table = tables.find(({ path }) => path === chosenPath) ?? tables[0];
  const text = useText(form, answer, table);
  return (
    <div className="result-as">
      <div className="result-as-bar">
        <label>
          As{' '}
          <select value={form} onChange={(event) => setForm(event.target.value as Form)}>
            {FORMS.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
        {(form === 'Table' || form === 'CSV') && tables.length > 1 && (
          <label>
            of{' '}
            <select value={table?.path} onChange={(event) => setChosenPath(event.target.value)}>
              {tables.map(({ path, rows }) => (
                <option key={path} value={path}>
                  {path} ({rows.length})
                </option>
              ))}
            </select>
          </label>
        )}
        {text && 'text' in text && <CopyButton text={text.text} />}
        {text && 'file' in text && <DownloadButton text={text.text} file={text.file} />}
      </div>
      {form === 'Table' && table ? <ResultRows table={table} /> : <TextOfForm text={text} />}
    </div>
  );
}

function TextOfForm({ text }: { readonly text: FormText | null }) {
  if (text === null) return <p className="muted">The answer has no data.</p>;
  if ('problem' in text) return <p className="muted">{text.problem}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard has to reach it
    <pre className="result-text" tabIndex={0}>
      {text.text}
    </pre>
  );
}

type FormText =
  | { readonly text: string }
  | { readonly text: string; readonly file: string }
  | { readonly problem: string };

/** @returns null for a table, and where there is none */
function useText(form: Form, answer: Answer, table: ResultTable | undefined): FormText | null {
  const { endpoint } = usePortal().config;
  const schema = useGraphiQL((state) => state.schema);
  const { asked, body, isAnonymous } = answer;
  return useMemo(() => {
    const url = new URL(endpoint, location.origin).href;
    switch (form) {
      case 'Table':
        return null;
      case 'CSV':
        return table ? { text: asCsv(table), file: `${asked.operationName || 'result'}.csv` } : null;
      case 'JSON':
        return { text: JSON.stringify(body.data ?? null, null, 2), file: `${asked.operationName || 'result'}.json` };
      case 'curl':
        return { text: asCurl(url, asked, { isAnonymous }) };
      case 'TypeScript':
        return typeScriptOf(() => {
          if (!schema) throw new Error('The schema has not been read yet.');
          return asTypeScript(schema, url, asked);
        });
      case 'Link': {
        const link = deepLinkOf(location.origin, asked);
        return link ? { text: link } : { problem: 'The query is too long for a link. Save it as a file instead.' };
      }
    }
  }, [form, endpoint, isAnonymous, schema, asked, body, table]);
}

function typeScriptOf(write: () => string): FormText {
  try {
    return { text: write(), file: 'operation.ts' };
  } catch (error) {
    return { problem: `No types: ${(error as Error).message}` };
  }
}

interface NumberedRow {
  readonly cells: ResultTable['rows'][number];
  readonly index: number;
}

function ResultRows({ table: { path, columns, rows } }: { readonly table: ResultTable }) {
  const numbered: readonly NumberedRow[] = rows.slice(0, MAXIMUM_ROWS).map((cells, index) => ({ cells, index }));
  return (
    <>
      {rows.length > MAXIMUM_ROWS && (
        <p className="muted">
          The first {MAXIMUM_ROWS} of {rows.length} rows; CSV has all.
        </p>
      )}
      <Table
        caption={path === '' ? 'The answer' : `${path}, ${rows.length} rows`}
        rowKey={(row) => row.index}
        rows={numbered}
        columns={columns.map(
          (name, at): Column<NumberedRow> => ({
            key: name,
            title: name,
            numeric: rows.some((row) => typeof row[at] === 'number'),
            sortBy: ({ cells }) => (typeof cells[at] === 'boolean' ? String(cells[at]) : cells[at]),
            cell: ({ cells }) => (cells[at] === undefined ? '' : <CellText cell={cells[at]} />),
          }),
        )}
      />
    </>
  );
}

function CellText({ cell }: { readonly cell: string | number | boolean | null }) {
  return cell === null ? <span className="muted">null</span> : String(cell);
}
