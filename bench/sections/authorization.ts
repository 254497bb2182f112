// What authorization costs on the real graph: the policy of the repository against the same gateway with the policy compiled out,
// for a caller to whom everything asked for is open, so that both do the same work besides.
import { personas } from '../../policies/personas.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measured, measureTasks } from '../measure.ts';
import { listQuery, profileQuery, type RealQuery, startRealGateways } from '../real-stack.ts';
import { printMeasured, ratioOf } from '../report/table.ts';
import type { TargetResult } from '../report/targets.ts';
import type { Bench, Section } from '../section.ts';
import type { Variant } from '../variants/variant.ts';

const without = 'no policy';
const moreRounds = 2;

export const authorization: Section = {
  name: 'authorization',
  about: 'what the policy costs on the real domains',
  async run(bench) {
    const variants = await startRealGateways(bench.workshop, everything(), [
      { name: without, root: bench.root, policy: 'none' },
      { name: 'policy', root: bench.root, policy: 'domains' },
    ]);
    const results: Result[] = [];
    for (const query of [profileQuery(), listQuery]) results.push(await compare(bench, variants, query));
    return {
      markdown: `The same gateway twice before the same subgraphs on Postgres: policy \`none\`, and the policy of the repository. The caller has all scopes and roles of all personas. The audit is off in both.

${results.map(({ about, measured }) => `### ${about}\n\n${printMeasured(measured, without)}`).join('\n')}`,
      data: results,
      targets: results.map(targetOf),
    };
  },
};

interface Result extends RealQuery {
  /** Without and with the policy. */
  readonly measured: readonly Measured[];
}

async function compare({ options }: Bench, variants: readonly Variant[], query: RealQuery): Promise<Result> {
  const checked = await checkSameData(variants, query.query);
  const tasks = checked.map((one) => {
    if ('fault' in one) throw new Error(`${one.variant.name}: ${one.fault}`);
    return { label: one.variant.name, ...one, query: query.query, connections: usualConnections };
  });
  const { measured } = await measureTasks(tasks, { ...options.rounds, count: options.rounds.count * moreRounds });
  return { ...query, measured };
}

function targetOf({ about, measured: [base, guarded] }: Result): TargetResult {
  const { median, quartiles } = ratioOf(guarded!.rounds, base!.rounds);
  const spread = [percent(quartiles[0]), percent(quartiles[1])] as const;
  return { target: 'authorization', measured: percent(median), spread, note: about };
}

const percent = (ratio: number): number => (ratio - 1) * 100;

function everything() {
  const all = personas.flatMap(({ claims }) => claims ?? []);
  const scope = [...new Set(all.flatMap(({ scope }) => scope.split(' ')))].join(' ');
  return { sub: 'user|bench', azp: 'bench', scope, roles: [...new Set(all.flatMap(({ roles }) => roles))] };
}
