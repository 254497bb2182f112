// What somebody wants to hear of, as flags and as the graph takes it.
import { type Command, Option } from 'commander';

export interface Interest {
  readonly topic: readonly string[];
  readonly minSeverity: string;
  readonly upstream: boolean;
  readonly all: boolean;
}

export function withInterest(verb: Command): Command {
  return verb
    .addOption(new Option('--topic <topics...>').choices(['contract', 'health', 'incident']).default(['contract']))
    .addOption(new Option('--min-severity <severity>').choices(['info', 'warning', 'breaking']).default('warning'))
    .option('--no-upstream', 'leave out what only reaches them over the lineage')
    .option('--all', 'also what your client has not asked for within 30 days', false);
}

export function interestOf(match: readonly string[], { topic, minSeverity, upstream, all }: Interest) {
  return {
    match,
    topics: topic.map((name) => name.toUpperCase()),
    minSeverity: minSeverity.toUpperCase(),
    includeUpstream: upstream,
    onlyIfIUseIt: !all,
  };
}
