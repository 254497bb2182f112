// The matrix: a row per coordinate, a column per persona, each cell leading to why. Its head and its first column stay where they
// are while it scrolls.

import { memo } from 'react';
import { Link } from '../shell/link.tsx';
import { hrefOf } from '../shell/routes.ts';
import { groupByType, type Matrix, type MatrixRow, type Verdict } from './matrix-rows.ts';
import { VerdictSign } from './verdict.tsx';
import { verdictWord } from './verdict-words.ts';

interface Props {
  readonly personas: Matrix['personas'];
  readonly rows: readonly MatrixRow[];
}

/** Memoised: it may have ten thousand cells. */
export const MatrixTable = memo(function MatrixTable({ personas, rows }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="matrix-scroll" aria-label="Who may see what" tabIndex={0}>
      <table className="matrix">
        <caption className="visually-hidden">Who may see what: a row per coordinate, a column per persona</caption>
        <thead>
          <tr>
            <th scope="col">Coordinate</th>
            {personas.map(({ id, label, description }) => (
              <th key={id} scope="col" title={description}>
                <span className="matrix-persona">{label}</span>
              </th>
            ))}
            <th scope="col">Classification</th>
          </tr>
        </thead>
        {groupByType(rows).map(({ typeName, rows: group }) => (
          <tbody key={typeName}>
            {group.map((row) => (
              <Row key={row.coordinate} row={row} personas={personas} />
            ))}
          </tbody>
        ))}
      </table>
    </section>
  );
});

function Row({ row, personas }: { readonly row: MatrixRow; readonly personas: Matrix['personas'] }) {
  return (
    <tr>
      <th scope="row" title={row.passes}>
        <Name coordinate={row.coordinate} />
      </th>
      {personas.map(({ id, label }, index) => (
        <td key={id}>
          <Cell
            label={label}
            verdict={row.cells[index]!}
            byArguments={row.argumentsDecideFor.includes(id)}
            to={hrefOf('explain', { persona: id, coordinate: row.coordinate })}
          />
        </td>
      ))}
      <td className="matrix-class">{row.classification}</td>
    </tr>
  );
}

interface CellProps {
  /** Of the persona. */
  readonly label: string;
  readonly verdict: Verdict;
  readonly byArguments: boolean;
  readonly to: string;
}

function Cell({ label, verdict, byArguments, to }: CellProps) {
  const told = `${label}: ${verdictWord(verdict)}${byArguments ? ', by its arguments' : ''}. Why?`;
  return (
    <Link to={to} className="matrix-cell" title={told} aria-label={told}>
      <VerdictSign of={verdict} byArguments={byArguments} />
    </Link>
  );
}

function Name({ coordinate }: { readonly coordinate: string }) {
  const [typeName, field] = coordinate.split('.');
  if (field === undefined)
    return (
      <code>
        {typeName} <span className="muted">(rows)</span>
      </code>
    );
  return (
    <code>
      <span className="muted">{typeName}.</span>
      <wbr />
      {field}
    </code>
  );
}
