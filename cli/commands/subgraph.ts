// `gordian subgraph`: the subgraphs of a project, and what is registered of them.
import type { Command } from 'commander';
import { addDeleteVerb, addPromoteVerb, addRollbackVerb } from './subgraph/change.ts';
import { addHistoryVerb, addListVerb } from './subgraph/history.ts';
import { addSubgraphLintVerb } from './subgraph/lint.ts';
import { addCheckVerb, addPublishVerb } from './subgraph/submit.ts';
import { addSubgraphAddVerb } from './subgraph-add.ts';

export function registerSubgraphCommand(program: Command, environment: NodeJS.ProcessEnv): void {
  const subgraph = program
    .command('subgraph')
    .description('Work with the subgraphs of a project, and with what is registered of them.');
  addSubgraphAddVerb(subgraph);
  addSubgraphLintVerb(subgraph, environment);
  addListVerb(subgraph, environment);
  addCheckVerb(subgraph, environment);
  addPublishVerb(subgraph, 'publish', environment);
  addPromoteVerb(subgraph, environment);
  addRollbackVerb(subgraph, environment);
  addDeleteVerb(subgraph, environment);
  addHistoryVerb(subgraph, environment);
}
