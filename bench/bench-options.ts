// The command line of the benchmark.
import { parseArgs } from 'node:util';
import { benchCases } from './cases.ts';
import type { Rounds } from './measure.ts';
import { peerNames } from './variants/peers.ts';

export interface BenchOptions {
  /** Names of sections; all when none is named. */
  readonly sections: readonly string[];
  readonly cases: readonly string[];
  readonly peers: readonly string[];
  /** Commits of this repository to measure as well. */
  readonly against: readonly string[];
  readonly rounds: Rounds;
  readonly memorySeconds: number;
  /** Of the lineage graph; the targets are about a million. */
  readonly lineageNodes: number;
  /** Keep the results in the folder of the day. */
  readonly isKept: boolean;
}

export const floorName = 'floor';
/** This gateway with identical upstream queries under way shared, which is off as it comes. */
export const sharingName = 'gordian-sharing';

/** Heavy, small and wide against Apollo and the floor, in two minutes. */
const quick = {
  sections: ['peers'],
  cases: 'heavy,small,wide',
  peers: 'apollo-gateway,floor',
  rounds: '5',
  'window-ms': '1200',
  'warm-up-ms': '2500',
};

const usual = {
  sections: [],
  cases: benchCases.map(({ name }) => name).join(),
  peers: [sharingName, ...peerNames.filter((name) => name !== 'hive-js-sharing'), floorName].join(),
  rounds: '4',
  'window-ms': '1000',
  'warm-up-ms': '2000',
};

/** @throws TypeError for an unknown option */
export function readBenchOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      cases: { type: 'string' },
      peers: { type: 'string' },
      against: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      'window-ms': { type: 'string' },
      'warm-up-ms': { type: 'string' },
      'memory-seconds': { type: 'string', default: '60' },
      'lineage-nodes': { type: 'string', default: '100000' },
      write: { type: 'boolean', default: false },
    },
  });
  const chosen = { ...(values.quick ? quick : usual), ...definedOf(values) };
  return {
    sections: positionals.length > 0 ? positionals : chosen.sections,
    cases: list(chosen.cases),
    peers: list(chosen.peers),
    against: values.against,
    rounds: {
      count: Number(chosen.rounds),
      windowMs: Number(chosen['window-ms']),
      warmUpMs: Number(chosen['warm-up-ms']),
    },
    memorySeconds: Number(values['memory-seconds']),
    lineageNodes: Number(values['lineage-nodes']),
    isKept: values.write,
  };
}

const list = (text: string): string[] => text.split(',').filter(Boolean);

function definedOf<Values extends object>(values: Values): { [Key in keyof Values]: NonNullable<Values[Key]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Values]: NonNullable<Values[Key]>;
  };
}
