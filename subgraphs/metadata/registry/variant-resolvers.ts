// GraphQL over the variants of the graph: what is registered in each, who brought it, and what people do about it.
import { connectionOf, type PageArguments, readPage } from '../../../kit/connection.ts';
import type { SortOrder } from '../../../kit/cursor.ts';
import { GordianError } from '../../../kit/errors.ts';
import { personOf } from '../access/person.ts';
import type { MetadataContext } from '../context.ts';
import { registrationHistory, type ToldRegistration } from './history.ts';
import { type Checked, type Outcome, problemsOfGraph } from './outcome.ts';
import { publisherOf } from './publisher-rights.ts';
import { allVariants, countRegistrations, type VariantRow } from './queries/history.ts';
import { type RegisteredSubgraph, registeredSubgraphs } from './queries.ts';
import { type RegistryChange, readPromotion, readRegistration, readRollback } from './registration.ts';
import { summaryMarkdown } from './summary-markdown.ts';
import { readVariant } from './variant.ts';
import { everybody } from './verdict/judged-change.ts';

type Context = MetadataContext;

interface HistoryArguments extends PageArguments {
  readonly variant: string;
  readonly subgraph?: string | null;
}

const newestFirst: SortOrder = { name: 'REGISTRATIONS_NEWEST', columns: ['number'] };

const queries = {
  variants: (_: unknown, _args: object, { database }: Context) => allVariants(database),
  subgraphs: (_: unknown, { variant }: { variant: string }, { database }: Context) =>
    registeredSubgraphs(database, readVariant(variant)),
  registrations: async (_: unknown, args: HistoryArguments, { database }: Context) => {
    const { variant, subgraph = null } = args;
    const page = readPage(args, newestFirst);
    const before = page.after === null ? null : Number(page.after[0]);
    return connectionOf({
      page,
      order: newestFirst,
      rows: await registrationHistory(database, { variant: readVariant(variant), subgraph, before, first: page.limit }),
      sortKeyOf: ({ number }) => [number],
      totalCount: () => countRegistrations(database, variant, subgraph),
    });
  },
};

interface Asked extends Readonly<Record<string, unknown>> {
  readonly idempotencyKey?: string | null;
  readonly dryRun: boolean;
}

const mutations = {
  promoteSubgraphs: (_: unknown, { input }: { input: Asked }, context: Context) =>
    answered(context, input, readPromotion),
  rollBackSubgraphs: (_: unknown, { input }: { input: Asked }, context: Context) =>
    answered(context, input, readRollback),
  deleteSubgraphs: (_: unknown, { input }: { input: Asked & { subgraphs: readonly string[] } }, context: Context) => {
    const { subgraphs: remove, ...removal } = input;
    return answered(context, { ...removal, remove }, readRegistration);
  },
};

async function answered(
  { caller, loaders }: Context,
  { idempotencyKey, dryRun, ...input }: Asked,
  read: (body: unknown) => RegistryChange,
) {
  const person = personOf(caller);
  const change = read(withoutNulls(input));
  if ('force' in change && change.force && !caller.scopes.has('gordian:contract:force'))
    throw new GordianError('FORBIDDEN', 'To force a change needs the scope gordian:contract:force.');
  const registrar = loaders.registry.registrar();
  if (dryRun) return answerOf(await registrar.check(change, everybody, person.subject));
  const outcome = await registrar.register(change, publisherOf(caller, person, idempotencyKey));
  if (!outcome.ok && outcome.code === 'CONFLICT') throw new GordianError('CONFLICT', outcome.message!);
  return answerOf(outcome);
}

/** What is null in GraphQL is absent in a body. */
function withoutNulls(input: object): object {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}

function answerOf(answer: Checked | Outcome) {
  const { ok, products } = answer;
  const problems = 'problems' in answer ? answer.problems : answer.warnings;
  return {
    ok,
    published: 'status' in answer && answer.status === 'published',
    registration: 'registration' in answer ? answer.registration : null,
    problems,
    summaryMarkdown: summaryMarkdown(ok, products, problemsOfGraph(products, problems)),
  };
}

export const variantResolvers = {
  Query: queries,
  Mutation: mutations,
  GraphVariant: { supergraph: ({ artefactId }: VariantRow) => artefactId },
  RegisteredSubgraph: { registration: ({ number }: RegisteredSubgraph) => number },
  Registration: { supergraph: ({ artefactId }: ToldRegistration) => artefactId },
};
