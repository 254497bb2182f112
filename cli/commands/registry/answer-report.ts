// What the registry says, as a person, a program or a pull request reads it.
import { countProblems, type ReportFormat, reportProblems } from '../../problem-report.ts';
import type { CheckedChange, RegistryAnswer } from '../../registry-client.ts';
import { textTable } from '../../text-table.ts';

export function reportAnswer(answer: RegistryAnswer, format: ReportFormat): string {
  if (format === 'json') return `${JSON.stringify(answer, null, 2)}\n`;
  if (format === 'md') return answer.summaryMarkdown;
  const problems = reportProblems(answer.problems, format);
  return format === 'table' ? `${changesTable(answer)}${problems}` : problems;
}

export function verdictLine({ ok, status, variant, registration, message, problems }: RegistryAnswer): string {
  const found = countProblems(problems);
  if (ok && status === undefined) return `It can be registered: ${found}.`;
  if (ok) return `${variant} is ${status === 'unchanged' ? 'still ' : ''}at registration ${registration}: ${found}.`;
  return message ?? `It cannot be registered: ${found}.`;
}

interface Row extends CheckedChange {
  readonly product: string;
}

function changesTable({ products }: RegistryAnswer): string {
  const rows: Row[] = products.flatMap(({ product, changes }) => changes.map((change) => ({ ...change, product })));
  if (rows.length === 0) return '';
  const table = textTable(rows, {
    product: ({ product }) => product,
    what: ({ coordinate }) => coordinate,
    change: ({ kind }) => kind,
    severity: ({ severity }) => severity,
    verdict: ({ verdict }) => verdict,
    who: ({ affected }) => affected.consumers.map(({ consumer }) => consumer).join(', '),
  });
  return `${table}\n`;
}
