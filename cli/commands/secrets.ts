// `gordian secrets`: fresh values for every secret that docker-compose.yml asks for, as an .env file on stdout.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { packageFile } from '../../kit/package-files.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { clientSecretKey, databasePasswordKey } from '../deployment-keys.ts';
import { writeData } from '../output.ts';

export function registerSecretsCommand(program: Command): void {
  program
    .command('secrets')
    .description('Print the .env file of docker-compose.yml with new secrets: npx gordian secrets > .env')
    .action(() => {
      const lines = secretKeys(readSubgraphFolders(packageFile('subgraphs')).map(({ name }) => name)).map(
        (key) => `${key}=${randomBytes(24).toString('base64url')}\n`,
      );
      // No secret, but as much a fact of one deployment: the instant that all domains shift their demo data to.
      writeData(`${lines.join('')}GORDIAN_DEMO_NOW=${new Date().toISOString()}\n`);
    });
}

/** Every secret of a deployment, by the name that docker-compose.yml uses. */
export function secretKeys(subgraphs: readonly string[]): string[] {
  return [
    'POSTGRES_PASSWORD',
    'AUDIT_KEY',
    'WEBHOOK_KEY',
    clientSecretKey('gateway'),
    clientSecretKey('registrar'),
    ...subgraphs.flatMap((name) => [databasePasswordKey(name), clientSecretKey(`subgraph-${name}`)]),
  ];
}
