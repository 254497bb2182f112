// The targets of the engine, as factors of CPU or as megabytes, and whether a run met them.

export type TargetName = keyof typeof targets;

export interface TargetResult {
  readonly target: TargetName;
  readonly measured: number;
  /** First and third quartile. */
  readonly spread?: readonly [number, number];
  /** Such as which of several peers it is. */
  readonly note?: string;
}

interface Target {
  readonly about: string;
  readonly unit: string;
  readonly must: number;
  readonly moonshot: number;
  readonly better: 'higher' | 'lower';
}

const factor = { unit: '× less', better: 'higher' } as const;

export const targets = {
  heavyApollo: { about: 'heavy, against @apollo/gateway as it comes', must: 12, moonshot: 24, ...factor },
  heavyHive: {
    about: 'heavy, against Hive Gateway (Rust), neither sharing requests',
    must: 6,
    moonshot: 11,
    ...factor,
  },
  smallPeer: { about: 'small, against the best JavaScript peer', must: 2, moonshot: 4, ...factor },
  widePeer: { about: 'wide, against the best JavaScript peer', must: 5, moonshot: 10, ...factor },
  floor: { about: 'heavy, of the floor', unit: '×', must: 3, moonshot: 1.5, better: 'lower' },
  policy: { about: 'caller rules on 60 fields cost', unit: '% more', must: 5, moonshot: 2, better: 'lower' },
  freshness: {
    about: 'statements about the freshness of 10,000 products while nothing happens',
    unit: '',
    must: 0,
    moonshot: 0,
    better: 'lower',
  },
  authorization: {
    about: 'the policy of the real domains costs',
    unit: '% more',
    must: 5,
    moonshot: 2,
    better: 'lower',
  },
  audit: { about: 'a record of every operation costs', unit: '% more', must: 10, moonshot: 3, better: 'lower' },
  usage: { about: 'counting and reporting what is used costs', unit: '% more', must: 2, moonshot: 1, better: 'lower' },
  provenance: {
    about: 'provenance on every row of a list costs',
    unit: '% more time',
    must: 10,
    moonshot: 5,
    better: 'lower',
  },
  memory: { about: 'memory after the load of memory.md', unit: 'MB', must: 180, moonshot: 130, better: 'lower' },
  contract: { about: 'the check of a contract of 500 fields', unit: 'ms', must: 500, moonshot: 100, better: 'lower' },
  lineageDepth: {
    about: 'lineage within 3 hops, 1 M nodes and 10 M edges',
    unit: 'ms',
    must: 1,
    moonshot: 0.3,
    better: 'lower',
  },
  lineageClosure: {
    about: 'all lineage downstream, 1 M and 10 M',
    unit: 'ms',
    must: 300,
    moonshot: 200,
    better: 'lower',
  },
  lineageLoad: { about: 'the lineage graph into memory', unit: 's', must: 10, moonshot: 5, better: 'lower' },
  lineagePage: {
    about: 'the lineage page opens on a graph of 10,000 nodes',
    unit: 'ms',
    must: 1_000,
    moonshot: 500,
    better: 'lower',
  },
  lineageMemory: { about: 'memory of the lineage graph', unit: 'MB', must: 150, moonshot: 90, better: 'lower' },
} as const satisfies Record<string, Target>;

export function printTargets(results: readonly TargetResult[]): string {
  const lines = results.map(({ target, measured, spread, note }) => {
    const { about, unit, must, moonshot, better } = targets[target] as Target;
    const meets = (limit: number) => (better === 'higher' ? measured >= limit : measured <= limit);
    const verdict = meets(moonshot) ? 'moonshot met' : meets(must) ? 'met' : 'missed';
    const between = spread ? ` (${spread.map((value) => value.toFixed(1)).join('–')})` : '';
    return `| ${about}${note ? ` (${note})` : ''} | ${must} ${unit} | ${moonshot} ${unit} | ${measured.toFixed(1)} ${unit}${between} | ${verdict} |`;
  });
  return `| target | must | moonshot | measured | |\n|---|---|---|---|---|\n${lines.join('\n')}\n`;
}
