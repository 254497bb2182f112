// What one section of the benchmark works with: a folder of its own, the subgraphs of a world, and every process it starts,
// all of which end with it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, type ChildOptions, startChild } from './child.ts';
import type { UpstreamCall } from './upstream-calls.ts';
import { type SubgraphUrls, supergraphOf } from './worlds/world.ts';
import { type WorldName, worlds } from './worlds/worlds.ts';

export interface Workshop {
  /** For supergraph, configurations and logs. */
  readonly folder: string;
  start(name: string, options: Omit<ChildOptions, 'cwd' | 'logFile'>): Child;
  /** Called last first when the section is over. */
  atEnd(undo: () => Promise<void> | void): void;
}

/** A world that is served, and its supergraph in a file. */
export interface ServedWorld {
  readonly name: WorldName;
  readonly urls: SubgraphUrls;
  readonly supergraphFile: string;
  /** Calls that the subgraphs have answered so far. */
  served(): Promise<number>;
  /** What the subgraphs are asked while `asking` runs. */
  record(asking: () => Promise<unknown>): Promise<readonly UpstreamCall[]>;
}

export async function inWorkshop<Result>(
  folder: string,
  work: (workshop: Workshop) => Promise<Result>,
): Promise<Result> {
  mkdirSync(folder, { recursive: true });
  const undo: (() => Promise<void> | void)[] = [];
  const workshop: Workshop = {
    folder,
    start(name, options) {
      const child = startChild({ ...options, cwd: folder, logFile: join(folder, `${name}.log`) });
      undo.push(() => child.stop());
      return child;
    },
    atEnd: (step) => undo.push(step),
  };
  try {
    return await work(workshop);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

export async function serveWorld({ folder, start }: Workshop, name: WorldName): Promise<ServedWorld> {
  const subgraphs = start(`subgraphs-${name}`, {
    script: join(import.meta.dirname, 'subgraph-process.js'),
    args: [name],
  });
  const ask = async <Answer>(question: string) => (await subgraphs.ask<{ answer: Answer }>(question)).answer;
  const urls = await ask<SubgraphUrls>('urls');
  const supergraphFile = join(folder, `${name}.graphql`);
  writeFileSync(supergraphFile, supergraphOf(worlds[name], urls));
  return {
    name,
    urls,
    supergraphFile,
    served: () => ask<number>('served'),
    async record(asking) {
      await ask('record');
      await asking();
      return ask<UpstreamCall[]>('recorded');
    },
  };
}
