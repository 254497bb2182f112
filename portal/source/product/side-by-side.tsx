// Two versions of a text next to each other; what did not change is folded.

import { useMemo, useState } from 'react';
import { diffLines, foldEqual, type Row } from './line-diff.ts';

interface Props {
  readonly before: { readonly title: string; readonly text: string };
  readonly after: { readonly title: string; readonly text: string };
}

const CONTEXT_LINES = 3;

export function SideBySide({ before, after }: Props) {
  const shown = useMemo(() => foldEqual(diffLines(before.text, after.text), CONTEXT_LINES), [before.text, after.text]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1).
    <section className="table-scroll" aria-label={`${before.title} and ${after.title}, line by line`} tabIndex={0}>
      <table className="diff">
        <caption className="visually-hidden">Lines of the two versions; changed ones are marked with − and +</caption>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {before.title}
            </th>
            <th scope="col" colSpan={2}>
              {after.title}
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((part) =>
            'folded' in part ? (
              <FoldedRows key={`fold ${part.folded[0]!.left!.number}`} rows={part.folded} />
            ) : (
              <Line key={`${part.left?.number} ${part.right?.number}`} row={part} />
            ),
          )}
        </tbody>
      </table>
    </section>
  );
}

function FoldedRows({ rows }: { readonly rows: readonly Row[] }) {
  const [open, setOpen] = useState(false);
  if (open) return rows.map((row) => <Line key={row.left!.number} row={row} />);
  return (
    <tr className="diff-fold">
      <td colSpan={4}>
        <button type="button" className="sort-button" onClick={() => setOpen(true)}>
          {rows.length === 1 ? '1 equal line' : `${rows.length} equal lines`}
        </button>
      </td>
    </tr>
  );
}

function Line({ row: { left, right, changed } }: { readonly row: Row }) {
  return (
    <tr>
      <td className="diff-number">{left?.number}</td>
      <td className={changed && left ? 'diff-gone' : undefined}>
        {changed && left && '− '}
        {left?.text}
      </td>
      <td className="diff-number">{right?.number}</td>
      <td className={changed && right ? 'diff-come' : undefined}>
        {changed && right && '+ '}
        {right?.text}
      </td>
    </tr>
  );
}
