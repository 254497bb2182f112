// `gordian provision`: a Postgres role and schema for every domain, with the passwords that a deployment chose.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { provisionDomain } from '../../kit/provision-domain.ts';
import { projectSubgraphs } from '../../schema/project-subgraphs.ts';
import { databasePasswordKey } from '../deployment-keys.ts';
import { withExamples } from '../examples.ts';
import { writeNote } from '../output.ts';

export function registerProvisionCommand(program: Command, env: NodeJS.ProcessEnv): void {
  withExamples(
    program
      .command('provision')
      .description('Create the Postgres role and schema of every domain; safe to repeat.')
      .addHelpText(
        'after',
        '\nReads DATABASE_URL (a role that may create roles and schemas) and <DOMAIN>_DATABASE_PASSWORD for each domain.',
      )
      .action(() => provision(env)),
    'DATABASE_URL=postgres://admin@127.0.0.1/app ORDERS_DATABASE_PASSWORD=... gordian provision',
  );
}

async function provision(env: NodeJS.ProcessEnv): Promise<void> {
  const administratorUrl = required(env, 'DATABASE_URL');
  for (const { name } of projectSubgraphs()) {
    await provisionDomain(administratorUrl, { domain: name, password: required(env, databasePasswordKey(name)) });
    writeNote(`${name}: role gordian_${name} and schema ${name} are ready\n`);
  }
}

function required(env: NodeJS.ProcessEnv, key: string): string {
  const value = env[key];
  if (value) return value;
  throw new GordianError(
    'CONFIG_INVALID',
    `Set ${key}; "gordian secrets" prints one for every secret of a deployment.`,
  );
}
