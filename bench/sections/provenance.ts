// What provenance on over a thousand rows adds to a request: the same list of the real domains with and without it, asked by one
// client after the other, so that the time of a request is the time of all that is done for it.
import { personas } from '../../policies/personas.ts';
import { checkSameData, type Measured, measureTasks, type Task } from '../measure.ts';
import { listQuery, startRealGateways } from '../real-stack.ts';
import { printMeasured } from '../report/table.ts';
import type { Section } from '../section.ts';
import { median, quantile } from '../statistics.ts';

const persona = 'analyst';
const without = 'without';
/** The age of the data changes while one looks, so it is left out. */
const selection = 'provenance { product { name } contract { version } status fresh }';

const queries: readonly (readonly [label: string, query: string])[] = [
  [without, listQuery.query],
  ['with provenance', listQuery.query.replace('lines {', `lines { ${selection}`)],
];

export const provenance: Section = {
  name: 'provenance',
  about: 'what provenance on a thousand rows adds to a request',
  async run({ workshop, options, root }) {
    const { claims } = personas.find(({ id }) => id === persona)!;
    const gateways = [{ name: 'gordian', root, policy: 'domains' }];
    const [gateway] = await startRealGateways(workshop, { ...claims }, gateways);
    const tasks: Task[] = [];
    for (const [label, query] of queries)
      for (const checked of await checkSameData([gateway!], query, 'denials allowed'))
        if ('answer' in checked) tasks.push({ label, ...checked, query, connections: 1 });
    const { measured } = await measureTasks(tasks, options.rounds);
    const rows = tasks[1]!.answer.split('"provenance"').length - 1;
    const more = percentMore(measured);
    return {
      markdown: `${listQuery.about}; provenance on ${rows} lines. One connection; the time is that of the whole request, the subgraphs and the database on the same machine.

${printMeasured(measured, without)}`,
      data: { rows, measured },
      targets: [
        {
          target: 'provenance',
          measured: median(more),
          spread: [quantile(more, 0.25), quantile(more, 0.75)],
          note: `${rows} rows`,
        },
      ],
    };
  },
};

/** By round: whatever else the machine did then has hit both. */
function percentMore([base, other]: readonly Measured[]): readonly number[] {
  return base!.rounds.map(({ p50Ms }, round) => 100 * (other!.rounds[round]!.p50Ms / p50Ms - 1));
}
