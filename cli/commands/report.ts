// `gordian report compliance`: where what carries a tag lives, who can read it and who did, where it gets to unmasked, and how long it is
// kept. The graph is asked as whoever wants the report; who can read what is in the files of the rules.
import { type Command, InvalidArgumentError } from 'commander';
import { coverageOf } from '../../policies/review/coverage.ts';
import { matrixOf } from '../../policies/review/matrix.ts';
import { askCompliance } from '../compliance/ask-compliance.ts';
import { complianceHtml } from '../compliance/compliance-html.ts';
import { type ComplianceReport, complianceReport } from '../compliance/compliance-report.ts';
import { withExamples } from '../examples.ts';
import { createGraphPrompt, type GraphOptions, type GraphPrompt } from '../graph-prompt.ts';
import { writeData, writeJson, writeNote, writeProgress } from '../output.ts';
import { writeTextFile } from '../text-files.ts';
import { textTable } from '../text-table.ts';
import { openWorkspace, type WorkspaceFlags, withWorkspaceFlags } from './policy/policy-workspace.ts';

interface ComplianceFlags extends Omit<GraphOptions, 'format'>, WorkspaceFlags {
  readonly tag: string;
  readonly days: number;
  readonly out?: string;
  readonly format: 'table' | 'json' | 'html';
}

export function registerReportCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const report = program.command('report').description('Reports for those who answer for the data.');
  const prompt = createGraphPrompt(report, environment);
  withExamples(
    withWorkspaceFlags(
      prompt.verb(
        'compliance',
        'Say where what carries a tag lives, who can read it, who did, where it gets to unmasked, and how long it is kept.',
        ['table', 'json', 'html'],
      ),
    )
      .requiredOption('--tag <tag>', 'such as pii, which stands for pii.email as well')
      .option('--days <n>', 'for how long back who read it', daysOf, 30)
      .option('--out <file>', 'a file that ends in .html or .json; it is replaced')
      .action((flags: ComplianceFlags) => compliance(prompt, flags)),
    'gordian report compliance --tag pii --token $(gordian token --persona security-officer)',
    'gordian report compliance --tag pii --days 90 --out report.html',
  );
}

async function compliance(prompt: GraphPrompt, flags: ComplianceFlags): Promise<void> {
  const madeAt = new Date();
  const period = { from: new Date(madeAt.getTime() - flags.days * 86_400_000), to: madeAt };
  writeProgress('Asking the graph, and reading the rules\n');
  const asked = await askCompliance(prompt, { ...flags, format: 'json' }, flags.tag, period);
  const { policy, personas } = await openWorkspace(flags);
  const coverage = coverageOf(policy, await matrixOf(policy, personas));
  const report = complianceReport({ tag: flags.tag, period, asked, coverage, madeAt });
  if (flags.out === undefined) return print(report, flags.format);
  const isHtml = flags.out.endsWith('.html');
  writeTextFile(flags.out, isHtml ? complianceHtml(report) : `${JSON.stringify(report, null, 2)}\n`, { replace: true });
  writeNote(`${flags.out}: ${sentence(report)}`);
}

function print(report: ComplianceReport, format: ComplianceFlags['format']): void {
  if (format === 'html') writeData(complianceHtml(report));
  else if (format === 'json') writeJson(report);
  else writeData(tableOf(report));
  writeNote(sentence(report));
}

function tableOf({ fields }: ComplianceReport): string {
  return textTable(fields, {
    field: ({ coordinate }) => coordinate,
    product: ({ product }) => product,
    'open to': ({ readers }) => readers?.openTo.join(', ') ?? 'not known here',
    'seen by': ({ sightings }) => [...new Set(sightings.map(({ actor }) => actor))].join(', ') || '-',
    kept: ({ retention }) => retention ?? '-',
  });
}

function sentence({ numbers }: ComplianceReport): string {
  const { fields, products, columns, actorsInClear, actorsMaskedOnly, unmaskedPaths, fieldsWithoutRetention } = numbers;
  return `${fields} fields of ${products} products, from ${columns} columns; ${actorsInClear} saw any in clear, ${actorsMaskedOnly} masks only; ${unmaskedPaths} unmasked paths; ${fieldsWithoutRetention} fields without a retention.\n`;
}

function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 3_660) return days;
  throw new InvalidArgumentError('it is a number of days, from 1 to 3660.');
}
