// The real system on Postgres: the profile query of the demo and a list of its customers, asked by a persona under the real
// policy. Only the gateway is measured; what it waits for does not count.
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assignPorts } from '../../cli/stack/ports.ts';
import { type RunningStack, startStack } from '../../cli/stack/stack.ts';
import { parseArtefact } from '../../gateway/supergraph/supergraph-source.ts';
import { freePort } from '../../kit/free-port.ts';
import { packageFile } from '../../kit/package-files.ts';
import { personas } from '../../policies/personas.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { startAuthority } from '../authority.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measurement, measureTasks } from '../measure.ts';
import { printMeasured } from '../report/table.ts';
import type { Bench, Section } from '../section.ts';
import { buildSnapshot } from '../snapshot.ts';
import { startGordian } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import type { Workshop } from '../workshop.ts';

const reference = 'gordian';
const persona = 'analyst';

export const stack: Section = {
  name: 'stack',
  about: 'the real domains on Postgres, with authorization',
  async run(bench) {
    const variants = await startGateways(bench, await startBackend(bench.workshop));
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

interface RealQuery {
  readonly about: string;
  readonly query: string;
}

interface RealResult extends RealQuery, Measurement {
  readonly answerBytes: number;
  /** Fields that the policy keeps from the persona. */
  readonly denied: number;
}

/** The age of the data changes while one looks, so it is left out. */
const profileQuery = (): RealQuery => ({
  about: 'the profile query of the playground',
  query: readFileSync(packageFile('portal/queries/customer-profile.graphql'), 'utf8').replace(/^\s*ageSeconds$/m, ''),
});

const listQuery: RealQuery = {
  about: '100 customers with up to 10 orders each and the lines of these: over 1,000 rows',
  query: `query List { customers(first: 100) { nodes {
    id name segment region
    orders(first: 10) { nodes { id placedAt status total { amount currency } lines { quantity amount { amount } product { name } } } }
  } } }`,
};

/** Everything but the gateway, whose port is free again. */
interface Backend {
  readonly gatewayPort: number;
  /** Where the launcher's gateway kept what the registry gave it. */
  readonly artefactFile: string;
}

async function startBackend(workshop: Workshop): Promise<Backend> {
  const stateDirectory = join(workshop.folder, 'stack');
  const running: RunningStack = await startStack({
    stateDirectory,
    basePort: 0,
    chosenPorts: await freePorts(),
    databaseUrl: null,
    activityPerMinute: 0,
    inheritedEnvironment: { PATH: process.env.PATH ?? '' },
    report: () => {},
  });
  workshop.atEnd(() => running.stop());
  await running.processes.get('gateway')!.stop();
  return {
    gatewayPort: running.ports.get('gateway')!,
    artefactFile: join(stateDirectory, 'gateway/supergraph.json'),
  };
}

async function freePorts(): Promise<ReadonlyMap<string, number>> {
  const names = readSubgraphFolders(packageFile('subgraphs')).map(({ name }) => name);
  const ports = new Map<string, number>();
  for (const name of assignPorts(1, names, new Map()).keys()) ports.set(name, await freePort());
  return ports;
}

/** One takes the place of the launcher's gateway, where the subgraphs look for the keys that sign assertions; all share its key. */
async function startGateways(
  { workshop, options, root }: Bench,
  { gatewayPort, artefactFile }: Backend,
): Promise<readonly Variant[]> {
  const authority = await startAuthority(parseArtefact(JSON.parse(readFileSync(artefactFile, 'utf8'))));
  workshop.atEnd(() => authority.close());
  const { claims } = personas.find(({ id }) => id === persona)!;
  const token = await authority.issue({ ...claims });
  const assertionKeyFile = join(workshop.folder, 'assertion-key.pem');
  writeFileSync(assertionKeyFile, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const start = async (name: string, checkout: string, port: number) =>
    startGordian(workshop, {
      name,
      root: checkout,
      port,
      settings: { ...authority.settings, policy: 'domains', assertionKeyFile },
      environment: authority.environment,
      headers: { authorization: `Bearer ${token}` },
    });

  const variants = [await start(reference, root, gatewayPort)];
  for (const commit of options.against)
    variants.push(
      await start(`${reference}-at-${commit}`, buildSnapshot(root, commit, workshop.folder), await freePort()),
    );
  return variants;
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
