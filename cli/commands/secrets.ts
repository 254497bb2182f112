// `gordian secrets`: fresh values for every secret that docker-compose.yml asks for, as an .env file on stdout.
import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { projectSubgraphs } from '../../schema/project-subgraphs.ts';
import { clientSecretKey, databasePasswordKey } from '../deployment-keys.ts';
import { withExamples } from '../examples.ts';
import { writeData } from '../output.ts';
import { newSigningKey } from '../signing-key.ts';

export function registerSecretsCommand(program: Command): void {
  withExamples(
    program
      .command('secrets')
      .description('Print the .env file of docker-compose.yml, with new secrets.')
      .action(async () => {
        const lines = secretKeys(projectSubgraphs().map(({ name }) => name)).map(
          (key) => `${key}=${randomBytes(24).toString('base64url')}\n`,
        );
        const { privateKey, publicKeys } = await newSigningKey();
        lines.push(
          `SIGNING_KEY="${privateKey.trim().replaceAll('\n', '\\n')}\\n"\n`,
          `REGISTRY_KEYS='${publicKeys}'\n`,
        );
        // No secret, but as much a fact of one deployment: the instant that all domains shift their demo data to.
        writeData(`${lines.join('')}GORDIAN_DEMO_NOW=${new Date().toISOString()}\n`);
      }),
    'gordian secrets --output .env',
  );
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
