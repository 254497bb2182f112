// Where our CPU goes: a profile of the main thread under each case, by place and by function.
import { type BenchCase, caseNamed } from '../cases.ts';
import { applyLoad, repeatFor, requestOnce } from '../load.ts';
import { byPlace, type SelfTime, selfTimesOf } from '../profile/cpu-profile.ts';
import { figure } from '../report/table.ts';
import type { Section } from '../section.ts';
import type { Profiled, Usage } from '../under-test.ts';
import { startGordianAlone } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { serveWorld } from '../workshop.ts';

const loadMs = 6_000;
const shownFunctions = 25;
const shownPlaces = 20;

export const cpu: Section = {
  name: 'cpu',
  about: 'where our CPU goes',
  async run({ options, workshop, root }) {
    const world = await serveWorld(workshop, 'shop');
    const variant = await startGordianAlone(workshop, 'gordian', root, world);
    const cases = options.cases.map(caseNamed).filter(({ connections }) => connections < 100);
    const profiles: CaseProfile[] = [];
    for (const benchCase of cases) profiles.push(await profileCase(variant, benchCase, options.rounds.warmUpMs));
    return {
      markdown: `Self time of the main thread while the load runs, after a warm-up. Microseconds are these shares of the CPU that the process used, which the profiler itself makes more. Files are those of dist/.

${profiles.map(printProfile).join('\n')}`,
      data: profiles.map(({ times, ...profile }) => ({ ...profile, functions: times.slice(0, 100) })),
      targets: [],
    };
  },
};

interface CaseProfile {
  readonly name: string;
  readonly requests: number;
  /** Of all threads. */
  readonly cpuMicros: number;
  readonly times: readonly SelfTime[];
}

async function profileCase(
  variant: Variant,
  { name, query, connections }: BenchCase,
  warmUpMs: number,
): Promise<CaseProfile> {
  const answer = await requestOnce(variant, query);
  const load = (durationMs: number) => applyLoad(variant, connections, repeatFor(query, answer, durationMs));
  await load(warmUpMs);
  await variant.process.ask('profile');
  const before = await variant.process.ask<Usage>('usage');
  const { requests } = await load(loadMs);
  const after = await variant.process.ask<Usage>('usage');
  const { profile } = await variant.process.ask<Profiled>('profiled');
  return { name, requests, cpuMicros: after.cpuMicros - before.cpuMicros, times: selfTimesOf(profile) };
}

function printProfile({ name, requests, cpuMicros, times }: CaseProfile): string {
  const busyMicros = times.reduce((total, { micros }) => total + micros, 0);
  const perRequest = cpuMicros / requests;
  const row = (label: string, micros: number) =>
    `| ${label} | ${((100 * micros) / busyMicros).toFixed(1)} % | ${figure((perRequest * micros) / busyMicros)} |\n`;
  return `### ${name}: ${figure(perRequest)} µs per request

| place | share | µs |
|---|---|---|
${byPlace(times)
  .slice(0, shownPlaces)
  .map(({ place, micros }) => row(place, micros))
  .join('')}
| function | share | µs |
|---|---|---|
${times
  .slice(0, shownFunctions)
  .map((time) => row(time.name, time.micros))
  .join('')}`;
}
