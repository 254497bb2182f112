// Memory under a long load of the heavy query: where it stands at the end, and whether it still grows.
import { setTimeout as pause } from 'node:timers/promises';
import { caseNamed } from '../cases.ts';
import { applyLoad, repeatFor, requestOnce } from '../load.ts';
import { drawPlot } from '../report/plot.ts';
import { figure } from '../report/table.ts';
import type { Section } from '../section.ts';
import { fitLine, median } from '../statistics.ts';
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
    const start = await askMemory(variant);
    const answer = await requestOnce(variant, query);
    const load = applyLoad(variant, connections, repeatFor(query, answer, options.memorySeconds * 1_000));
    const samples = await sampleUntil(load, variant);
    const { requests } = await load;
    await pause(restMs);
    const rest = await askMemory(variant);

    const resident = samples.map(({ x, rss }) => ({ x, y: rss }));
    const late = fitLine(resident.slice(resident.length / 2));
    const growth = `${(late.slope * 60).toFixed(1)} MB per minute in the second half`;
    const end = medianMemory(samples.slice(-5));
    return {
      markdown: `Sampled every second over ${options.memorySeconds} s of load on ${connections} connections (${requests} requests). RSS is of the whole process, planner threads included; the others are of its main thread. RSS grew by ${growth}; the highest was ${figure(Math.max(...samples.map(({ rss }) => rss)))} MB.

| MB | RSS | heap, with garbage | buffers |
|---|---|---|---|
${printMemory('at the start', start)}${printMemory('at the end of the load (median of 5 s)', end)}${printMemory(`${restMs / 1_000} s later`, rest)}
![RSS over time](memory.svg)
`,
      data: { start, end, rest, growthPerMinute: late.slope * 60, requests, samples },
      targets: [{ target: 'memory', measured: end.rss }],
      pictures: {
        'memory.svg': drawPlot({
          title: 'Memory under the heavy query',
          xLabel: 'seconds of load',
          panels: [{ title: 'RSS, MB', points: resident, curve: (x) => late.intercept + late.slope * x }],
          caption: [`${growth} (dashed).`, ...origin],
        }),
      },
    };
  },
};

const restMs = 5_000;

/** In megabytes. */
interface Memory {
  readonly rss: number;
  readonly heap: number;
  readonly external: number;
}

async function askMemory({ process }: Variant): Promise<Memory> {
  const { rssBytes, heapBytes, externalBytes } = await process.ask<Usage>('usage');
  const megabytes = (bytes: number) => bytes / 1024 / 1024;
  return { rss: megabytes(rssBytes), heap: megabytes(heapBytes), external: megabytes(externalBytes) };
}

/** At seconds since the start. */
async function sampleUntil(load: Promise<unknown>, variant: Variant): Promise<(Memory & { readonly x: number })[]> {
  const samples: (Memory & { readonly x: number })[] = [];
  const started = performance.now();
  const over = load.then(() => true);
  while (!(await Promise.race([over, pause(1_000, false)])))
    samples.push({ x: (performance.now() - started) / 1_000, ...(await askMemory(variant)) });
  return samples;
}

function medianMemory(samples: readonly Memory[]): Memory {
  const of = (key: keyof Memory) => median(samples.map((sample) => sample[key]));
  return { rss: of('rss'), heap: of('heap'), external: of('external') };
}

function printMemory(when: string, { rss, heap, external }: Memory): string {
  return `| ${when} | ${[rss, heap, external].map(figure).join(' | ')} |\n`;
}
