// A subgraph behind the rules of the repository, as a process of it would serve it while nobody changes them.
import type { GraphQLSchema } from 'graphql';
import { silentLog } from '../../kit/log.ts';
import { type Resolvers, subgraphSchema } from '../../kit/subgraph-schema.ts';
import type { GuardOptions, SubgraphGuard } from '../../policies/subgraph/subgraph-guard.ts';

export interface Guardable {
  readonly sdl: string;
  readonly resolvers: Resolvers;
  readonly guard: (options: GuardOptions) => Promise<SubgraphGuard>;
}

export async function guardedAtRest({
  sdl,
  resolvers,
  guard: startGuard,
}: Guardable): Promise<{ readonly schema: GraphQLSchema; readonly guard: SubgraphGuard }> {
  const guard = await startGuard({ follow: false, golden: 'ignore', keptIn: null, region: null, log: silentLog });
  let schema: GraphQLSchema | undefined;
  await guard.serveBy(async (protect) => {
    schema = await protect(subgraphSchema(sdl, resolvers));
  });
  return { schema: schema!, guard };
}
