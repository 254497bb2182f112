// The real system on Postgres: the profile query of the demo and a list of its customers, asked by a persona under the real
// policy. Only the gateway is measured; what it waits for does not count.
import { personas } from '../../policies/personas.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measurement, measureTasks } from '../measure.ts';
import { listQuery, profileQuery, type RealQuery, startRealGateways } from '../real-stack.ts';
import { printMeasured } from '../report/table.ts';
import type { Bench, Section } from '../section.ts';
import { buildSnapshot } from '../snapshot.ts';
import type { Variant } from '../variants/variant.ts';

const reference = 'gordian';
const persona = 'analyst';

export const stack: Section = {
  name: 'stack',
  about: 'the real domains on Postgres, with authorization',
  async run(bench) {
    const variants = await startGateways(bench);
    const results: RealResult[] = [];
    for (const query of [profileQuery(), listQuery]) results.push(await runQuery(bench, variants, query));
    return {
      markdown: `Caller: the token of the persona \`${persona}\`, policy \`domains\`; every subgraph and the database share the machine, so the rate says little.

${results.map(printResult).join('\n')}`,
      data: results,
      targets: [],
    };
  },
};

interface RealResult extends RealQuery, Measurement {
  readonly answerBytes: number;
  /** Fields that the policy keeps from the persona. */
  readonly denied: number;
}

async function startGateways({ workshop, options, root }: Bench): Promise<readonly Variant[]> {
  const { claims } = personas.find(({ id }) => id === persona)!;
  const former = options.against.map((commit) => ({
    name: `${reference}-at-${commit}`,
    root: buildSnapshot(root, commit, workshop.folder),
  }));
  const gateways = [{ name: reference, root }, ...former].map((one) => ({ ...one, policy: 'domains' }));
  return startRealGateways(workshop, { ...claims }, gateways);
}

async function runQuery({ options }: Bench, variants: readonly Variant[], realQuery: RealQuery): Promise<RealResult> {
  const { query } = realQuery;
  const checked = await checkSameData(variants, query, 'denials allowed');
  const tasks = checked.flatMap((one) =>
    'answer' in one ? [{ label: one.variant.name, ...one, query, connections: usualConnections }] : [],
  );
  const { measured, failed } = await measureTasks(tasks, options.rounds);
  const { answer } = tasks[0]!;
  return {
    ...realQuery,
    measured,
    failed,
    answerBytes: Buffer.byteLength(answer),
    denied: JSON.parse(answer).errors?.length ?? 0,
  };
}

function printResult({ about, measured, failed, answerBytes, denied }: RealResult): string {
  const failures = Object.entries(failed).map(([name, fault]) => `\n${name} failed: ${fault}\n`);
  return `### ${about}

An answer of ${answerBytes} bytes; ${denied} denied fields.

${printMeasured(measured, reference)}${failures.join('')}`;
}
