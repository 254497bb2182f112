// The report as one page that needs nothing else: no script, no picture, nothing from elsewhere. Whatever others wrote is escaped.
import type { ComplianceReport, ReportedField } from './compliance-report.ts';

export function complianceHtml(report: ComplianceReport): string {
  const { tag, from, to, madeAt } = report;
  const period = `${from.slice(0, 10)} to ${to.slice(0, 10)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(`Compliance: ${tag}, ${period}`)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>What carries the tag ${escaped(tag)}</h1>
<p>Who saw it from ${escaped(from)} to ${escaped(to)}. Made ${escaped(madeAt)}.</p>
${numbersOf(report)}
<h2>Where it lives</h2>
${table(['Field', 'Product', 'Owners', 'Level', 'Tags', 'Columns', 'Made from it'], report.fields, (field) => [
  field.coordinate,
  `${field.product} ${field.contractVersion}`,
  list(field.owners),
  field.level,
  list(field.tags),
  list(field.columns),
  `${list(field.feeds)}${field.complete ? '' : ' (in part)'}`,
])}
<h2>Who can read it</h2>
${table(['Field', 'Open to', 'By row or argument', 'Has to pass', 'Mask'], report.fields, readersOf)}
<h2>Who did read it</h2>
${table(
  ['Field', 'Who', 'What they got', 'First', 'Last'],
  report.fields.flatMap(({ coordinate, sightings }) => sightings.map((sighting) => ({ coordinate, ...sighting }))),
  ({ coordinate, actor, issuer, verdict, firstAt, lastAt }) => [
    coordinate,
    issuer === null ? actor : `${actor} (${issuer})`,
    gotten[verdict],
    firstAt,
    lastAt,
  ],
)}
${cut(
  report.fields.some(({ moreSightings }) => moreSightings),
  'More have seen some of the fields than are listed.',
)}
<h2>Where it gets to without a mask</h2>
${table(['Path'], report.paths, ({ nodes }) => [nodes.join(' → ')])}
${cut(!report.pathsComplete, 'There are more paths than are listed.')}
<h2>How long it is kept</h2>
${table(['Field', 'By the contract'], report.fields, ({ coordinate, retention }) => [coordinate, retention ?? 'it does not say'])}
${report.retentions.length === 0 ? '' : table(['Product', 'Promise'], report.retentions, ({ product, promise }) => [product, promise])}
</main>
</body>
</html>
`;
}

const gotten = { SHOWN: 'the value', MASKED: 'a mask', USED: 'asked by it' } as const;

function numbersOf({ numbers, pathsComplete }: ComplianceReport): string {
  const shown: readonly (readonly [string, string | number])[] = [
    ['products', numbers.products],
    ['fields', numbers.fields],
    ['columns', numbers.columns],
    ['saw it in clear', numbers.actorsInClear],
    ['saw masks only', numbers.actorsMaskedOnly],
    ['unmasked paths', `${numbers.unmaskedPaths}${pathsComplete ? '' : '+'}`],
    ['fields without retention', numbers.fieldsWithoutRetention],
  ];
  return `<dl>${shown.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join('')}</dl>`;
}

function readersOf({ coordinate, readers }: ReportedField): string[] {
  if (readers === null) return [coordinate, 'not known here', '', '', ''];
  const { openTo, mayBeOpenTo, rules, mask } = readers;
  return [coordinate, list(openTo, 'nobody'), list(mayBeOpenTo, ''), rules.join(' & ') || 'everyone', mask ?? ''];
}

/** On a narrow screen a row becomes a block, in which each cell says what it is. */
function table<Row>(titles: readonly string[], rows: readonly Row[], cells: (row: Row) => readonly string[]): string {
  if (rows.length === 0) return '<p>None.</p>';
  const head = titles.map((title) => `<th scope="col">${escaped(title)}</th>`).join('');
  const body = rows.map((row) => {
    const columns = cells(row).map(
      (cell, index) => `<td data-title="${escaped(titles[index]!)}">${escaped(cell)}</td>`,
    );
    return `<tr>${columns.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function cut(isCut: boolean, sentence: string): string {
  return isCut ? `<p>${escaped(sentence)}</p>` : '';
}

function list(names: readonly string[], none = '-'): string {
  return names.join(', ') || none;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}

const style = `
:root { color-scheme: light dark; --line: #0003; --soft: #0000000a; }
@media (prefers-color-scheme: dark) { :root { --line: #fff4; --soft: #ffffff12; } }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; overflow-wrap: anywhere; }
main { max-width: 80rem; margin: 0 auto; padding: 1rem; overflow-x: auto; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .5rem; margin: 1rem 0; }
dl div { background: var(--soft); border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .75rem; }
dt { font-size: .875rem; } dd { font-size: 1.5rem; margin: 0; }
/* Words stay whole where there is room for columns. */
table { border-collapse: collapse; width: 100%; font-size: .875rem; overflow-wrap: break-word; }
th, td { border-bottom: 1px solid var(--line); padding: .375rem .5rem; text-align: left; vertical-align: top; }
@media (max-width: 48rem) {
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; }
  tr { display: block; border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 .75rem; padding: .25rem 0; }
  td { display: block; border: 0; overflow-wrap: anywhere; } td::before { content: attr(data-title) ": "; font-weight: 600; }
}
@media print { :root { color-scheme: light; } }
`;
