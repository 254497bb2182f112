// What is compared: each a server of its own in a process of its own, with the same supergraph.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';
import { requestOnce } from './load.ts';

export interface Variant {
  readonly name: string;
  readonly url: string;
  readonly process: Child;
}

export interface Workshop {
  /** For supergraph, configurations and logs of this run. */
  readonly folder: string;
  readonly supergraphFile: string;
  /** Where the gateway of this checkout writes a profile of its CPU. */
  readonly profileFolder?: string | undefined;
}

const here = import.meta.dirname;

/** This gateway, alone on a supergraph file, with its log on as in production. @param root of a built checkout */
export async function startGordian(
  name: string,
  root: string,
  { folder, supergraphFile, profileFolder }: Workshop,
): Promise<Variant> {
  const own = join(folder, name);
  mkdirSync(own, { recursive: true });
  const config = join(own, 'gordian.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      supergraph: { kind: 'file', path: supergraphFile },
      policy: 'none',
      playground: { enabled: false },
      stateDirectory: join(own, 'state'),
    }),
  );
  return start(name, join(root, 'dist/gateway/main.js'), ['--config', config], folder, profileFolder);
}

export function startApollo(name: string, { folder, supergraphFile }: Workshop): Promise<Variant> {
  return start(name, join(here, 'peers/apollo.js'), [supergraphFile], folder);
}

export function startFloor(name: string, casesFile: string, { folder }: Workshop): Promise<Variant> {
  return start(name, join(here, 'peers/floor.js'), [casesFile], folder);
}

async function start(
  name: string,
  script: string,
  args: readonly string[],
  folder: string,
  profileFolder?: string,
): Promise<Variant> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/graphql`;
  const process = startChild({
    script,
    args,
    isMeasured: true,
    profileFolder,
    cwd: folder,
    environment: { PORT: String(port), GORDIAN_PORT: String(port) },
    logFile: join(folder, `${name}.log`),
  });
  await becomesReady(url, name);
  return { name, url, process };
}

const readyWithinMs = 30_000;

async function becomesReady(url: string, name: string): Promise<void> {
  const until = performance.now() + readyWithinMs;
  while (performance.now() < until) {
    const isUp = await requestOnce(url, '{ __typename }').then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${name} did not become ready`);
}
