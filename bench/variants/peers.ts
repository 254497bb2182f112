// The gateways that ours is measured against, by name. Those of bench/peers are installed there when first asked for.
import { execFileSync } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';
import type { ServedWorld, Workshop } from '../workshop.ts';
import { versionOneSdl } from '../worlds/world.ts';
import { worlds } from '../worlds/worlds.ts';
import { startVariant, type Variant } from './variant.ts';

interface Command {
  readonly script: string;
  readonly args: readonly string[];
}

const apollo = join(import.meta.dirname, 'apollo-process.js');
const hive = packageFile('bench/peers/hive.mjs');

const commands: Readonly<Record<string, (workshop: Workshop, world: ServedWorld) => Command>> = {
  'apollo-gateway': (_, { supergraphFile }) => ({ script: apollo, args: [supergraphFile] }),
  'apollo-undici': (_, { supergraphFile }) => ({ script: apollo, args: [supergraphFile, '--undici'] }),
  'hive-js': (_, { supergraphFile }) => ({ script: hive, args: [supergraphFile, 'js'] }),
  'hive-js-sharing': (_, { supergraphFile }) => ({ script: hive, args: [supergraphFile, 'js', '--share'] }),
  'hive-rust': (_, { supergraphFile }) => ({ script: hive, args: [supergraphFile, 'rust'] }),
  'hive-rust-sharing': (_, { supergraphFile }) => ({ script: hive, args: [supergraphFile, 'rust', '--share'] }),
  mercurius: (workshop, world) => ({
    script: packageFile('bench/peers/mercurius.mjs'),
    args: [versionOneServices(workshop, world)],
  }),
};

export const peerNames: readonly string[] = Object.keys(commands);

/** @throws when it does not come up */
export async function startPeer(workshop: Workshop, name: string, world: ServedWorld): Promise<Variant> {
  const command = commands[name];
  if (!command) throw new Error(`no peer "${name}"; there are ${peerNames.join(', ')}`);
  const { script, args } = command(workshop, world);
  if (script.endsWith('.mjs')) installPeers();
  return startVariant(workshop, { name, script, args });
}

/** From the registry, exactly as locked, and without a script of theirs ever running. */
function installPeers(): void {
  const folder = packageFile('bench/peers');
  const installed = join(folder, 'node_modules/.package-lock.json');
  const changedAtMs = statSync(join(folder, 'package-lock.json')).mtimeMs;
  if (existsSync(installed) && statSync(installed).mtimeMs >= changedAtMs) return;
  console.error('Installing the peers into bench/peers/node_modules (only for the benchmark)');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

function versionOneServices({ folder }: Workshop, { name, urls }: ServedWorld): string {
  const file = join(folder, `${name}-services.json`);
  const services = Object.entries(worlds[name]).map(([service, subgraph]) => ({
    name: service,
    url: urls[service],
    schema: versionOneSdl(subgraph),
  }));
  writeFileSync(file, JSON.stringify(services));
  return file;
}
