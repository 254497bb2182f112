// `gordian demo-identity`: the demo's identity provider as a process of its own. Never for production.
import { type Command, InvalidArgumentError } from 'commander';
import { packageFile } from '../../kit/package-files.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { startDemoIdentity } from '../demo-identity/demo-identity.ts';
import { clientSecretKey } from '../deployment-keys.ts';
import { withExamples } from '../examples.ts';
import { createServiceClients } from '../stack/service-clients.ts';

interface DemoIdentityFlags {
  readonly host: string;
  readonly port: number;
  readonly url?: string;
}

export function registerDemoIdentityCommand(program: Command, env: NodeJS.ProcessEnv): void {
  withExamples(
    program
      .command('demo-identity')
      .description('Run the demo identity provider: it gives a token to whoever asks. Refuses in production.')
      .option('--host <address>', 'address to listen on', '127.0.0.1')
      .option('--port <port>', 'port to listen on', parsePort, 4007)
      .option('--url <url>', 'how others reach it, and the issuer of its tokens; the address it listens on when absent')
      .addHelpText('after', '\nReads <CLIENT>_CLIENT_SECRET for each service client; "gordian secrets" prints them.')
      .action(async ({ host, port, url }: DemoIdentityFlags) => {
        const clients = createServiceClients(readSubgraphFolders(packageFile('subgraphs'))).all.map((client) => ({
          ...client,
          secret: env[clientSecretKey(client.id)] ?? client.secret,
        }));
        const identity = await startDemoIdentity({ host, port, url, clients });
        process.stderr.write(`The demo identity provider listens: ${identity.url}\n`);
        const stop = () => void identity.close().then(() => process.exit(0));
        process.on('SIGTERM', stop);
        process.on('SIGINT', stop);
      }),
    'gordian demo-identity --port 4007',
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a whole number from 0 to 65535.');
  return port;
}
