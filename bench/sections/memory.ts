// Memory under a long load of the heavy query: where it stands at the end, and whether it still grows.
import { setTimeout as pause } from 'node:timers/promises';
import { caseNamed } from '../cases.ts';
import { applyLoad, repeatFor, requestOnce } from '../load.ts';
import { drawPlot } from '../report/plot.ts';
import { figure } from '../report/table.ts';
import type { Section } from '../section.ts';
import { fitLine, median, type Point } from '../statistics.ts';
import type { Usage } from '../under-test.ts';
import { startGordianAlone } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { serveWorld } from '../workshop.ts';

export const memory: Section = {
  name: 'memory',
  about: 'memory after a long load of the heavy query',
  async run({ options, workshop, root, origin }) {
    const world = await serveWorld(workshop, 'shop');
    const variant = await startGordianAlone(workshop, 'gordian', root, world);
    const { query, connections } = caseNamed('heavy');
    const startMegabytes = await residentMegabytes(variant);
    const answer = await requestOnce(variant, query);
    const load = applyLoad(variant, connections, repeatFor(query, answer, options.memorySeconds * 1_000));
    const samples = await sampleUntil(load, variant);
    const { requests } = await load;
    await pause(5_000);
    const restMegabytes = await residentMegabytes(variant);

    const late = fitLine(samples.slice(samples.length / 2));
    const growth = late.slope * 60;
    const end = median(samples.slice(-5).map(({ y }) => y));
    const peak = Math.max(...samples.map(({ y }) => y));
    return {
      markdown: `RSS of the whole process, sampled every second over ${options.memorySeconds} s of load on ${connections} connections (${requests} requests).

| at the start | at the end of the load (median of 5 s) | highest | 5 s later | growth in the second half |
|---|---|---|---|---|
| ${[startMegabytes, end, peak, restMegabytes].map((megabytes) => `${figure(megabytes)} MB`).join(' | ')} | ${growth.toFixed(1)} MB per minute |

![RSS over time](memory.svg)
`,
      data: { startMegabytes, end, peak, restMegabytes, growthPerMinute: growth, requests, samples },
      targets: [{ target: 'memory', measured: end }],
      pictures: {
        'memory.svg': drawPlot({
          title: 'Memory under the heavy query',
          xLabel: 'seconds of load',
          panels: [{ title: 'RSS, MB', points: samples, curve: (x) => late.intercept + late.slope * x }],
          caption: [`Second half: ${growth.toFixed(1)} MB per minute (dashed).`, origin],
        }),
      },
    };
  },
};

async function residentMegabytes({ process }: Variant): Promise<number> {
  const { rssBytes } = await process.ask<Usage>('usage');
  return rssBytes / 1024 / 1024;
}

/** Seconds since the start, and megabytes. */
async function sampleUntil(load: Promise<unknown>, variant: Variant): Promise<Point[]> {
  const samples: Point[] = [];
  const started = performance.now();
  const over = load.then(() => true);
  while (!(await Promise.race([over, pause(1_000, false)])))
    samples.push({ x: (performance.now() - started) / 1_000, y: await residentMegabytes(variant) });
  return samples;
}
