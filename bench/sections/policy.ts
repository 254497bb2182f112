// What a policy costs: 60 fields, each with a caller rule of its own, against the same gateway, caller and query with no policy.
import { readFileSync } from 'node:fs';
import { buildArtefact, type Classification } from '../../schema/artefact.ts';
import { startAuthority } from '../authority.ts';
import { usualConnections } from '../cases.ts';
import { checkSameData, type Measured, measureTasks, type Task } from '../measure.ts';
import { printMeasured, ratioOf } from '../report/table.ts';
import type { TargetResult } from '../report/targets.ts';
import type { Bench, Section } from '../section.ts';
import { startGordian } from '../variants/gordian.ts';
import type { Variant } from '../variants/variant.ts';
import { type ServedWorld, serveWorld, type Workshop } from '../workshop.ts';
import { fieldNames } from '../worlds/ladder.ts';

/** Rows of the list whose items have the 60 fields; with one row a request costs little beside its rules. */
const rowCounts = [20, 1];

/** A few per cent are looked for, so there are more rounds than elsewhere. */
const moreRounds = 2;

export const policy: Section = {
  name: 'policy',
  about: 'what a policy of caller rules on 60 fields costs',
  async run(bench) {
    const world = await serveWorld(bench.workshop, 'ladder');
    const [without, with60] = await startBoth(bench, world);
    const { count, windowMs, warmUpMs } = bench.options.rounds;
    const rounds = { count: count * moreRounds, windowMs, warmUpMs };
    const results: PolicyResult[] = [];
    for (const rows of rowCounts) {
      const { measured } = await measureTasks(await tasksOf([without, with60], queryFor(rows)), rounds);
      results.push({ rows, measured });
    }
    return {
      markdown: `The same gateway twice, on one artefact and with one caller, whose token has 60 scopes: policy \`none\`, and policy \`domains\` with every field CONFIDENTIAL in a domain of its own, which makes 60 different rules (and the guardrail). Two upstream calls.

${results.map(({ rows, measured }) => `### 60 fields of ${rows} ${rows === 1 ? 'row' : 'rows'}\n\n${printMeasured(measured, without.name)}`).join('\n')}`,
      data: results,
      targets: results.map(targetOf),
    };
  },
};

interface PolicyResult {
  readonly rows: number;
  /** Without and with the rules. */
  readonly measured: readonly Measured[];
}

function targetOf({ rows, measured: [without, with60] }: PolicyResult): TargetResult {
  const { median, quartiles } = ratioOf(with60!.rounds, without!.rounds);
  const spread = [percent(quartiles[0]), percent(quartiles[1])] as const;
  return { target: 'policy', measured: percent(median), spread, note: `${rows} ${rows === 1 ? 'row' : 'rows'}` };
}

const percent = (ratio: number): number => (ratio - 1) * 100;

const queryFor = (rows: number): string => `query Guarded { items(first: ${rows}) { ${fieldNames.join(' ')} } }`;

async function startBoth({ workshop, root }: Bench, world: ServedWorld): Promise<[Variant, Variant]> {
  const authority = await startAuthority(artefactOf(world));
  workshop.atEnd(() => authority.close());
  const scope = fieldNames.map((_, index) => `${domainOf(index)}:confidential:read`).join(' ');
  const token = await authority.issue({ sub: 'bench', azp: 'bench', scope });
  const start = (name: string, policy: string) => startWithPolicy(workshop, { name, root, policy, authority, token });
  return [await start('without', 'none'), await start('60 rules', 'domains')];
}

interface WithPolicy {
  readonly name: string;
  readonly root: string;
  readonly policy: string;
  readonly authority: Awaited<ReturnType<typeof startAuthority>>;
  readonly token: string;
}

function startWithPolicy(workshop: Workshop, { name, root, policy, authority, token }: WithPolicy): Promise<Variant> {
  return startGordian(workshop, {
    name,
    root,
    settings: { ...authority.settings, policy },
    environment: authority.environment,
    headers: { authorization: `Bearer ${token}` },
  });
}

async function tasksOf(variants: readonly Variant[], query: string): Promise<Task[]> {
  const checked = await checkSameData(variants, query);
  return checked.map((one) => {
    if ('fault' in one) throw new Error(`${one.variant.name}: ${one.fault}`);
    return { label: one.variant.name, ...one, query, connections: usualConnections };
  });
}

const domainOf = (index: number): string => `bench${index}`;

/** All 60 fields are closed by a scope of their own; the way to them is open, and so is the key by which they are fetched. */
function artefactOf({ supergraphFile }: ServedWorld) {
  const classify = (level: Classification['level'], domain: string): Classification => ({
    level,
    tags: [],
    product: `${domain}/bench`,
    domain,
  });
  return buildArtefact({
    supergraphSdl: readFileSync(supergraphFile, 'utf8'),
    classifications: new Map([
      ...['Query.items', 'Item.id'].map((open): [string, Classification] => [open, classify('PUBLIC', 'bench')]),
      ...fieldNames.map((field, index): [string, Classification] => [
        `Item.${field}`,
        classify('CONFIDENTIAL', domainOf(index)),
      ]),
    ]),
    publishedAt: new Date(),
  });
}
