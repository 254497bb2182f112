// The ground that processes stand on, whoever starts them: a state directory that is ours alone, free ports, a database with a role
// for each domain, and the demo identity provider. `gordian start` and `gordian dev` build on the same.
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { demoInstant } from '../../kit/demo-instant.ts';
import { startEmbeddedPostgres } from '../../kit/embedded-postgres.ts';
import { GordianError } from '../../kit/errors.ts';
import { createDatabase } from '../../kit/postgres.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { createServiceToken } from '../../kit/service-token.ts';
import type { Persona } from '../../policies/persona.ts';
import { type DemoIdentity, startDemoIdentity } from '../demo-identity/demo-identity.ts';
import { keptSigningKey, type SigningKeyFiles } from '../signing-key.ts';
import { lockStateDirectory } from './launcher-lock.ts';
import { loopback, requireFreePorts, type StackPorts } from './ports.ts';
import type { ServiceClients } from './service-clients.ts';

export interface GroundOptions {
  /** `gordian start`, for messages that say how to start otherwise. */
  readonly command: string;
  readonly stateDirectory: string;
  readonly ports: StackPorts;
  readonly clients: ServiceClients;
  /** Whom the identity provider gives tokens to; those of the platform when absent. */
  readonly personas?: () => Promise<readonly Persona[]>;
  /** Your own Postgres, as a role that may create roles and schemas; the embedded one when null. */
  readonly databaseUrl: string | null;
  readonly report: (message: string) => void;
  /** Ends a start that is under way. */
  readonly signal?: AbortSignal;
}

export interface Ground {
  readonly identity: DemoIdentity;
  readonly administratorUrl: string;
  /** To which demo data is shifted; all domains agree on it. */
  readonly demoNow: Date;
  /** Of the registry. */
  readonly signingKey: SigningKeyFiles;
  /** Gives the domain a role of its own, with the same password throughout this start. @returns the URL by which it connects */
  databaseOf(domain: string): Promise<string>;
  /** A token for the registry, as a domain's pipeline has one. */
  registrarToken(): Promise<string>;
}

/** What has to be done to stop what was started, in the order of starting. */
export type Undo = (() => Promise<void> | void)[];

/** @throws GordianError CONFLICT, PORT_IN_USE, DIRECTORY_NOT_WRITABLE, and what Postgres has to say; `undo` holds what was done before */
export async function prepareGround(options: GroundOptions, undo: Undo): Promise<Ground> {
  const { stateDirectory, ports, clients, personas, signal } = options;
  createStateDirectory(stateDirectory);
  undo.push(lockStateDirectory(stateDirectory, loopback(ports, 'gateway')));
  const ours = [...ports.keys()].filter((name) => name !== 'postgres');
  await requireFreePorts(ports, ours, options.command);
  const administratorUrl = options.databaseUrl ?? (await startPostgres(options, undo));
  signal?.throwIfAborted();
  const identity = await startDemoIdentity({ port: ports.get('identity')!, clients: clients.all, personas });
  undo.push(() => identity.close());
  const { id, secret } = clients.registrar;
  const passwords = new Map<string, string>();
  return {
    identity,
    administratorUrl,
    demoNow: await readDemoInstant(administratorUrl),
    signingKey: await keptSigningKey(stateDirectory),
    databaseOf(domain) {
      const password = passwords.get(domain) ?? randomBytes(24).toString('base64url');
      passwords.set(domain, password);
      return provisionDomain(administratorUrl, { domain, password });
    },
    registrarToken: createServiceToken({ tokenUrl: identity.tokenUrl, clientId: id, clientSecret: secret }),
  };
}

/** In the reverse order of starting; one step that fails does not keep the others from running. */
export async function takeDown(undo: Undo): Promise<void> {
  for (let step = undo.pop(); step; step = undo.pop()) await Promise.resolve(step()).catch(() => undefined);
}

function createStateDirectory(directory: string): void {
  try {
    mkdirSync(join(directory, 'logs'), { recursive: true, mode: 0o755 });
  } catch (error) {
    throw new GordianError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot create ${directory}: ${(error as Error).message}. Choose another one: --state DIR.`,
    );
  }
}

async function startPostgres({ stateDirectory, ports, report }: GroundOptions, undo: Undo): Promise<string> {
  report('Starting the embedded Postgres (not for production; set DATABASE_URL to use your own)');
  const postgres = await startEmbeddedPostgres({
    dataDirectory: join(stateDirectory, 'postgres'),
    port: ports.get('postgres')!,
    settingNames: { port: '--set-port postgres=PORT', directory: '--state DIR' },
  });
  undo.push(() => postgres.stop());
  return postgres.url;
}

async function readDemoInstant(administratorUrl: string): Promise<Date> {
  const database = createDatabase({ url: administratorUrl, applicationName: 'gordian-launcher', maxConnections: 1 });
  try {
    return await demoInstant(database, new Date());
  } finally {
    await database.close();
  }
}
