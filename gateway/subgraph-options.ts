// From the configuration to how each subgraph is asked, and the log's word of a breaker that opens or closes.
import type { Log } from '../kit/log.ts';
import { didYouMean } from '../kit/nearest.ts';
import type { GatewaySettings } from './config.ts';
import type { HttpSubgraphOptions } from './execute/http-subgraphs.ts';

/** Of the deadline: a subgraph that hangs leaves the rest for those that are asked after it. */
const shareOfDeadline = 2 / 3;

export function subgraphOptions(execution: GatewaySettings['execution'], log: Log): HttpSubgraphOptions {
  const { deadlineMs, propagateHeaders: _, subgraphs, ...given } = execution;
  return {
    settings: { timeoutMs: Math.ceil(deadlineMs * shareOfDeadline), ...given },
    settingsOf: subgraphs,
    onBreakerChange: (subgraph, { to, reason }) => {
      const entry = { event: 'breaker', subgraph, state: to, reason };
      if (to === 'open') log.warn(entry, `the subgraph "${subgraph}" is not asked for a while: ${reason}`);
      else log.info(entry, `the breaker of the subgraph "${subgraph}" is ${to}: ${reason}`);
    },
    onUnknownName: (name, known) =>
      log.warn(
        { setting: `execution.subgraphs.${name}` },
        `The setting execution.subgraphs.${name} has no effect: the supergraph has no subgraph of this name. ${didYouMean(name, known, '')}`.trim(),
      ),
  };
}
