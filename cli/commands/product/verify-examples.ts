// `gordian product verify-examples`: runs what the contracts show as examples, and reports which of them work. For a pipeline, or by
// cron with the token of a synthetic client.
import { withExamples } from '../../examples.ts';
import { exitCodes } from '../../exit-codes.ts';
import type { GraphOptions, GraphPrompt } from '../../graph-prompt.ts';
import { textOfList } from '../../graph-text.ts';
import { writeData, writeNote } from '../../output.ts';
import { reportExamples, runExamples } from '../../product-examples/run-examples.ts';
import { requireToken } from '../../service-flags.ts';
import { urnOfProduct } from './product-urn.ts';

interface VerifyOptions extends GraphOptions {
  readonly report: boolean;
  readonly runId: string;
}

const columns = { outcome: 'outcome', example: 'id', name: 'name', detail: 'detail' };

export function addVerifyExamples({ verb }: GraphPrompt, environment: NodeJS.ProcessEnv): void {
  const verify = verb(
    'verify-examples [product]',
    'Run the examples of a product, or of all, and report whether they work; that needs the scope gordian:quality:write.',
  )
    .option('--no-report', 'tell only the prompt')
    .option('--run-id <id>', 'how the run is called in the history', 'verify-examples')
    .action(async (product: string | undefined, { url, token, format, report, runId }: VerifyOptions) => {
      const access = { url, token: requireToken(token, environment) };
      const runs = await runExamples(access, product === undefined ? null : urnOfProduct(product));
      writeData(
        textOfList(
          runs.map((run) => ({ ...run })),
          columns,
          format,
        ),
      );
      if (report) await reportExamples(access, runs, runId);
      const working = runs.filter(({ outcome }) => outcome === 'PASS').length;
      writeNote(`${working} of ${runs.length} work.\n`);
      process.exitCode = working === runs.length ? exitCodes.ok : exitCodes.findings;
    });
  withExamples(
    verify,
    'gordian product verify-examples',
    'gordian product verify-examples orders/orders --no-report --format json',
  );
}
