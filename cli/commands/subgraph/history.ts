// `gordian subgraph list` and `gordian subgraph history`: what is registered in a variant, and who brought what when.
import type { Command } from 'commander';
import { z } from 'zod';
import { GordianError } from '../../../kit/errors.ts';
import { withExamples } from '../../examples.ts';
import { formatFlag, listFormats } from '../../format-flag.ts';
import { writeData, writeJson, writeNote } from '../../output.ts';
import { registryAccess } from '../../registry-access.ts';
import { type RegistryAccess, readRegistry } from '../../registry-client.ts';
import { listRegistered } from '../../registry-listing.ts';
import { textTable } from '../../text-table.ts';
import { type RegistryFlags, registryVerb } from './registry-verb.ts';

interface ListFlags extends RegistryFlags {
  readonly format: (typeof listFormats)[number];
}

export function addListVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(parent, 'list', 'List the subgraphs that are registered in a variant.')
    .addOption(formatFlag(listFormats, environment))
    .action(async (flags: ListFlags) => {
      const listing = await listRegistered(await registryAccess(flags, environment), flags.variant);
      if (flags.format === 'json') return writeJson(listing);
      writeData(
        textTable(listing.subgraphs, {
          subgraph: ({ name }) => name,
          registration: ({ registration }) => String(registration),
          commit: ({ sourceRevision }) => sourceRevision,
          by: ({ registeredBy }) => registeredBy,
          at: ({ registeredAt }) => registeredAt,
          url: ({ url }) => url ?? '',
        }),
      );
      writeNote(`${listing.variant} is at registration ${listing.registration}.\n`);
    });
  withExamples(verb, 'gordian subgraph list', 'gordian subgraph list --variant staging --format json');
}

const step = z.object({ product: z.string(), version: z.string().nullable(), previousVersion: z.string().nullable() });
const registration = z.object({
  number: z.number(),
  kind: z.string(),
  origin: z.object({ variant: z.string(), number: z.number() }).nullable(),
  sourceRevision: z.string(),
  registeredBy: z.string(),
  registeredAt: z.string(),
  reason: z.string().nullable(),
  artefactId: z.string(),
  subgraphs: z.array(z.object({ name: z.string(), change: z.string(), products: z.array(step) })),
});
const history = z.object({ registrations: z.array(registration) });

type ToldRegistration = z.infer<typeof registration>;

/** The newest first. @throws GordianError as readRegistry */
export async function readHistory(
  access: RegistryAccess,
  query: Readonly<Record<string, string>>,
): Promise<ToldRegistration[]> {
  const read = history.safeParse(await readRegistry(access, 'registrations', query));
  if (read.success) return read.data.registrations;
  throw new GordianError('NOT_READY', `What answers at ${access.url.origin} is no registry of this version.`);
}

export function addHistoryVerb(parent: Command, environment: NodeJS.ProcessEnv): void {
  const verb = registryVerb(parent, 'history', 'Who registered what, when, from which commit, and why.')
    .argument('[subgraph]', 'only registrations that changed it')
    .option('--first <count>', 'how many, the newest first', '20')
    .option('--before <registration>', 'only those before it')
    .addOption(formatFlag(listFormats, environment))
    .action(async (subgraph: string | undefined, flags: ListFlags & { first: string; before?: string }) => {
      const { variant, first, before, format } = flags;
      const query = { variant, first, ...(before ? { before } : {}), ...(subgraph ? { subgraph } : {}) };
      const registrations = await readHistory(await registryAccess(flags, environment), query);
      if (format === 'json') return writeJson({ variant, registrations });
      writeData(textTable(registrations, columns));
    });
  withExamples(verb, 'gordian subgraph history orders', 'gordian subgraph history --variant staging --first 5');
}

const columns: Readonly<Record<string, (one: ToldRegistration) => string>> = {
  registration: ({ number }) => String(number),
  kind: ({ kind, origin }) => `${kind.toLowerCase()}${origin === null ? '' : ` (${origin.variant} ${origin.number})`}`,
  what: ({ subgraphs }) => subgraphs.map(whatChanged).join(', '),
  commit: ({ sourceRevision }) => sourceRevision,
  by: ({ registeredBy }) => registeredBy,
  at: ({ registeredAt }) => registeredAt,
  reason: ({ reason }) => reason ?? '',
};

/** `orders 1.1.0 -> 1.2.0` */
function whatChanged({ name, change, products }: ToldRegistration['subgraphs'][number]): string {
  if (change === 'DELETED') return `${name} deleted`;
  const moved = products.filter(({ version, previousVersion }) => version !== previousVersion);
  const steps = moved.map(({ version, previousVersion }) =>
    [previousVersion, version ?? 'gone'].filter((one) => one !== null).join(' -> '),
  );
  return [name, change === 'ADDED' ? 'new' : '', steps.join('; ')].filter(Boolean).join(' ');
}
