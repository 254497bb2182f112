// The gateway of a project under development. Other settings are tried by another process beside it; settings that it refuses change
// nothing.
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeGateway, type StackContext } from '../stack/stack-processes.ts';
import type { LogLine } from '../stack/supervised-process.ts';
import type { DevReport } from './dev-report.ts';
import { createReplaceableProcess } from './replaceable-process.ts';

export interface LocalGatewayOptions {
  readonly context: StackContext;
  readonly report: DevReport;
  readonly onLine: (line: LogLine) => void;
  /** PKCS #8 PEM of the key that subgraphs elsewhere trust; one is made here when null. */
  readonly keyFile: string | null;
}

export interface LocalGateway {
  /** @param settings win over those that it has here by itself */
  start(settings: Readonly<Record<string, unknown>>): Promise<void>;
  isServing(): boolean;
  stop(): Promise<void>;
}

/** A graph that was registered a moment ago is waited for. */
const pollIntervalMs = 500;

/** @throws GordianError PORT_IN_USE */
export async function createLocalGateway(options: LocalGatewayOptions): Promise<LocalGateway> {
  const { context, report, onLine } = options;
  // Two that follow each other sign alike, so that subgraphs take either at its word.
  const assertionKeyFile = options.keyFile ?? makeKey(context.stateDirectory);
  const process = await createReplaceableProcess(context.ports.get('gateway')!, {
    onEvent: (event) => {
      if (event.kind !== 'died') return;
      const next = event.restartInMs === null ? 'it keeps dying and stays down' : 'starting it again';
      report.say(
        'gateway',
        `died (${event.exit}); ${next}. Its log: ${join(context.stateDirectory, 'logs/gateway.log')}`,
      );
    },
    onLine,
  });

  return {
    async start(settings) {
      const own = { assertionKeyFile, supergraph: { pollIntervalMs } };
      try {
        await process.replaceBy((port) => describeGateway(context, { port, settings: { ...own, ...settings } }));
        if (!report.solved('gateway', 'serves')) report.say('gateway', 'serves');
      } catch (error) {
        const former = process.isServing() ? '\nThe former process keeps serving.' : '';
        report.problem('gateway', `does not start\n${(error as Error).message}${former}`);
      }
    },
    isServing: process.isServing,
    stop: process.stop,
  };
}

function makeKey(stateDirectory: string): string {
  const file = join(stateDirectory, 'assertion.pem');
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return file;
}
