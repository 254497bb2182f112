// A gateway that runs alone on a supergraph file or a configuration of its own: no registry, no database, none of our subgraphs.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { GordianError } from '../../kit/errors.ts';
import { type SupervisedProcess, superviseProcess } from './supervised-process.ts';

export interface StandaloneOptions {
  /** A supergraph SDL file; null when the configuration names the source. */
  readonly supergraph: string | null;
  /** A full gateway configuration; what is given here besides wins over it. */
  readonly configFile: string | null;
  readonly port: number | null;
  readonly policy: 'domains' | 'none' | null;
  /** Where a subgraph is, by name, when that is not the URL in the supergraph. */
  readonly subgraphUrls: ReadonlyMap<string, string>;
  /** Holds the log and the configuration as the process reads it. */
  readonly stateDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly report: (message: string) => void;
}

/** Of the same compiled tree as this file. */
const gatewayScript = join(import.meta.dirname, '../../gateway/main.js');

type Settings = Readonly<Record<string, unknown>>;

/** Starts the compiled gateway; `ready` of what is returned rejects with the gateway's own last words. */
export function startStandaloneGateway(options: StandaloneOptions): SupervisedProcess {
  const settings = standaloneSettings(options);
  const directory = join(options.stateDirectory, `alone-${portOf(settings)}`);
  const configFile = writeSettings(directory, {
    ...settings,
    stateDirectory: settings.stateDirectory ?? join(directory, 'state'),
  });
  const logFile = join(directory, 'gateway.log');
  return superviseProcess(
    {
      name: 'gateway',
      arguments: [gatewayScript, '--config', configFile],
      environment: { ...options.environment, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: '1' },
      logFile,
    },
    (event) => {
      if (event.kind !== 'died') return;
      const next = event.restartInMs === null ? 'it keeps dying and stays down' : 'starting it again';
      options.report(`The gateway died (${event.exit}); ${next}. Its log: ${logFile}`);
    },
  );
}

function standaloneSettings({ supergraph, configFile, port, policy, subgraphUrls }: StandaloneOptions): Settings {
  const read = configFile ? readSettingsFile(configFile) : {};
  return {
    ...read,
    ...(port !== null && { server: { ...section(read.server), port } }),
    ...(supergraph !== null && { supergraph: { ...fileSettings(read.supergraph), kind: 'file', path: supergraph } }),
    ...(policy !== null && { policy }),
    subgraphUrls: { ...section(read.subgraphUrls), ...Object.fromEntries(subgraphUrls) },
  };
}

/** The gateway judges the rest of the file; here it must only be readable as settings. */
function readSettingsFile(file: string): Settings {
  try {
    return section(parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new GordianError('CONFIG_INVALID', `Cannot read the configuration ${file}: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** A poll interval of the file's own section is kept; a registry's settings are not those of a file. */
function fileSettings(value: unknown): Settings {
  const given = section(value);
  return given.kind === 'file' ? given : {};
}

function section(value: unknown): Settings {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Settings) : {};
}

function portOf({ server }: Settings): unknown {
  return section(server).port ?? 4000;
}

/** Only the owner may read it: the URLs of subgraphs can hold credentials. */
function writeSettings(directory: string, settings: Settings): string {
  const file = join(directory, 'gateway.yaml');
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, `# Written by gordian start; edits are lost.\n${stringify(settings)}`, { mode: 0o600 });
    return file;
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot write ${file}: ${(error as Error).message}. Choose another directory: --state DIR.`,
    );
  }
}
