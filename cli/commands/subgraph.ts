// `gordian subgraph publish`: schemas and contracts of the subgraph folders to the registry, all or nothing.
import type { Command } from 'commander';
import { GordianError } from '../../kit/errors.ts';
import { packageFile } from '../../kit/package-files.ts';
import { createServiceToken } from '../../kit/service-token.ts';
import { readSubgraphFolders } from '../../schema/subgraph-folders.ts';
import { registerSubgraphs } from '../stack/register-subgraphs.ts';
import { addSubgraphLintVerb } from './subgraph/lint.ts';
import { addSubgraphAddVerb } from './subgraph-add.ts';

interface PublishFlags {
  readonly registry: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly routing: string;
  readonly revision: string;
}

export function registerSubgraphCommand(program: Command, env: NodeJS.ProcessEnv): void {
  const subgraph = program.command('subgraph').description('Work with the subgraphs of this repository.');
  addSubgraphAddVerb(subgraph);
  addSubgraphLintVerb(subgraph, env);
  subgraph
    .command('publish')
    .description(
      'Register every subgraph folder: contracts are checked, schemas composed, and all stored in one transaction.',
    )
    .requiredOption('--registry <url>', 'the metadata service')
    .requiredOption('--token-url <url>', 'OAuth2 token endpoint')
    .option('--client-id <id>', 'OAuth2 client; its secret is read from GORDIAN_CLIENT_SECRET', 'registrar')
    .requiredOption('--routing <url>', 'where the gateway finds a subgraph; {name} stands for its name')
    .requiredOption('--revision <commit>', 'the commit that is published')
    .action((flags: PublishFlags) => publish(flags, env));
}

async function publish(
  { registry, tokenUrl, clientId, routing, revision }: PublishFlags,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const clientSecret = env.GORDIAN_CLIENT_SECRET;
  if (!clientSecret)
    throw new GordianError('CONFIG_INVALID', `Set GORDIAN_CLIENT_SECRET to the secret of the client "${clientId}".`);
  const folders = readSubgraphFolders(packageFile('subgraphs'));
  const accessToken = await createServiceToken({ tokenUrl, clientId, clientSecret })();
  await registerSubgraphs({
    metadataUrl: registry,
    accessToken,
    folders,
    urlOf: (name) => routing.replaceAll('{name}', name),
    sourceRevision: revision,
  });
  process.stderr.write(`Published ${folders.map(({ name }) => name).join(', ')}\n`);
}
