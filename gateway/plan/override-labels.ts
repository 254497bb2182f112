// Progressive @override: which labels hold for a client. All labels share one draw per client, so a client stays on one side of
// each while its percentage stays, and a supergraph with n labels has at most n + 1 sets of labels that hold, hence plans.
import { createHash } from 'node:crypto';

export interface OverrideDecision {
  /**
   * @param client whoever shall stay on one side: the same text, the same answer
   * @returns the labels that hold, in the order of the supergraph
   */
  readonly decide: (client: string) => readonly string[];
  /** Labels of the supergraph that say no percentage and have none in the configuration: they never hold. */
  readonly undecided: readonly string[];
}

const none: readonly string[] = [];

/**
 * @param labels of the supergraph
 * @param percentages by label, for labels that are not of the form `percent(n)`; they win over one that is
 */
export function createOverrideDecision(
  labels: readonly string[],
  percentages: Readonly<Record<string, number>>,
): OverrideDecision {
  const shares = labels.map((label) => ({ label, percentage: percentages[label] ?? percentageOf(label) }));
  return {
    decide(client) {
      if (shares.length === 0) return none;
      const draw = drawOf(client);
      return shares.filter(({ percentage = 0 }) => draw < percentage).map(({ label }) => label);
    },
    undecided: shares.filter(({ percentage }) => percentage === undefined).map(({ label }) => label),
  };
}

function percentageOf(label: string): number | undefined {
  const [, percentage] = /^percent\((\d+(?:\.\d+)?)\)$/.exec(label) ?? [];
  return percentage === undefined ? undefined : Number(percentage);
}

/** @returns a number from 0 to 100, without 100 */
function drawOf(client: string): number {
  return (createHash('sha256').update(client).digest().readUInt32BE() / 2 ** 32) * 100;
}
