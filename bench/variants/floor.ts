// The floor as a variant: what this gateway asked of the subgraphs is recorded, then repeated by a process that does nothing else.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BenchCase } from '../cases.ts';
import { requestOnce } from '../load.ts';
import { type UpstreamCall, wavesOf } from '../upstream-calls.ts';
import type { ServedWorld, Workshop } from '../workshop.ts';
import type { FloorCase } from './floor-process.ts';
import { startVariant, type Variant } from './variant.ts';

/** Has the gateway answer each case and notes which calls it makes. */
export async function recordFloor(
  own: Variant,
  cases: readonly BenchCase[],
  world: ServedWorld,
): Promise<readonly FloorCase[]> {
  const recorded: FloorCase[] = [];
  for (const { query } of cases) {
    const body = await requestOnce(own, query);
    const calls = await world.record(() => requestOnce(own, query));
    recorded.push({ query, waves: wavesOf(calls), body });
  }
  return recorded;
}

/** @throws when it does not make the recorded calls */
export async function startFloor(
  workshop: Workshop,
  cases: readonly FloorCase[],
  world: ServedWorld,
): Promise<Variant> {
  const casesFile = join(workshop.folder, 'floor.json');
  writeFileSync(casesFile, JSON.stringify(cases));
  const floor = await startVariant(workshop, {
    name: 'floor',
    script: join(import.meta.dirname, 'floor-process.js'),
    args: [casesFile],
  });
  for (const { query, waves } of cases) {
    const made = await world.record(() => requestOnce(floor, query));
    if (listed(made) !== listed(waves.flat())) throw new Error(`the floor does not make the calls of ${query}`);
  }
  return floor;
}

const listed = (calls: readonly UpstreamCall[]): string =>
  calls
    .map(({ url, body }) => `${url} ${body}`)
    .sort()
    .join('\n');
