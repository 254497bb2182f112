// A value of its own in every text of the graph, in the variables, in the token and in what subgraphs say when they fail: nothing of
// it may be found in an error, a log line, a trace or the audit, and in the data only what graphql-shield would show the caller.
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createAudit } from '../../../gateway/audit/audit.ts';
import type { Spool } from '../../../gateway/audit/spool.ts';
import { GordianError } from '../../../kit/errors.ts';
import { silentLog } from '../../../kit/log.ts';
import { createDice } from '../../support/federation/dice.ts';
import { randomVariables } from '../../support/federation/random-values.ts';
import { validOperation } from '../campaign.ts';
import { drawSupergraph } from '../drawn/draw-supergraph.ts';
import { printSupergraph } from '../drawn/print-supergraph.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import { media } from '../supergraphs/media.ts';
import { shop } from '../supergraphs/shop.ts';
import { faultsOf } from '../worlds.ts';
import { type GuardedGraph, guardedGraph } from './authorized-differential.ts';
import { callerOf, drawCaller } from './draw-caller.ts';
import { drawPolicy } from './draw-policy.ts';
import { gatewayUnderTest } from './gateway-under-test.ts';
import { guardedWorlds } from './guarded-worlds.ts';
import { compileModel } from './policy-under-test.ts';
import { createShieldOracle } from './shield-oracle.ts';

const operations = 10;
const executionsOfEach = 12;
const supergraphs: readonly (readonly [string, WrittenSupergraph])[] = [
  ['shop', shop],
  ['media', media],
  ...['canary 0', 'canary 1', 'canary 2', 'canary 3', 'canary 4', 'canary 5', 'canary 7'].map(
    (seed) => [seed, printSupergraph(seed, drawSupergraph(seed))] as const,
  ),
];

const canary = (about: string): string =>
  `canary${createDice(about)
    .below(2 ** 31)
    .toString(36)}z`;
const canariesIn = (text: string): string[] => text.match(/canary[0-9a-z]+/g) ?? [];

test.each(supergraphs)(
  'over "%s" no byte of what a caller may not see gets out',
  { timeout: 300_000 },
  async (seed, written) => {
    const graph = composed(written);
    if (!graph) return;
    const shown = { data: 0 };
    for (const withRows of [false, true]) await searchPolicy(graph, `${seed} ${withRows}`, withRows, shown);
    // A search that finds nothing anywhere has not searched.
    expect(shown.data).toBeGreaterThan(0);
  },
);

function composed(written: WrittenSupergraph): GuardedGraph | null {
  try {
    return guardedGraph(written);
  } catch {
    return null;
  }
}

async function searchPolicy(
  graph: GuardedGraph,
  seed: string,
  withRows: boolean,
  shown: { data: number },
): Promise<void> {
  const unreadable = new Set(Object.keys(graph.written.contextual ?? {}));
  const model = drawPolicy(graph.schema, seed, { withRows, unreadable });
  const records: string[] = [];
  const served = { ...graph, policy: compileModel(graph.schema, model), classifications: model.classifications };
  const gateway = gatewayUnderTest(served, createAudit(spoolInto(records), silentLog, null));
  const askShield = createShieldOracle(graph, model);
  const worldOf = guardedWorlds(graph, model, (coordinate, id) => canary(`${coordinate} ${id}`));

  for (let number = 0; number < operations; number++) {
    const query = validOperation(graph, `${seed} ${number}`);
    for (let execution = 0; query !== null && execution < executionsOfEach; execution++) {
      const dice = createDice(`${seed} ${number} ${execution}`);
      const world = dice.below(1_000_000);
      const caller = callerOf(drawCaller(Object.keys(model.classifications), `${seed} ${number} ${execution % 3}`));
      const known =
        caller.subject === null ? caller : { ...caller, claims: { ...caller.claims, name: canary('claim') } };
      const variables = withCanaries(randomVariables(graph.schema, query, dice));
      const request = { document: parse(query), variables, caller: known, world: worldOf(world) };
      const visible = new Set(canariesIn(JSON.stringify((await askShield(request)).data) ?? ''));
      const subgraphs = graph.subgraphs.reading(worldOf(world), { writing: world, isDown: faultsOf(world) });
      const asked = { query, variables, caller: known, overrides: [], subgraphs };
      const { data, ...rest } = await gateway.ask(asked).catch(refusalOf);
      const found = canariesIn(data?.toString() ?? '');
      shown.data += found.length;
      expect(
        found.filter((one) => !visible.has(one)),
        query,
      ).toEqual([]);
      expect(canariesIn(JSON.stringify(rest)), query).toEqual([]);
    }
  }
  const logged = gateway.takeLog().split('\n');
  expect(logged.filter((line) => canariesIn(line).length > 0)).toEqual([]);
  expect(records.length).toBeGreaterThan(0);
  expect(canariesIn(records.join('\n'))).toEqual([]);
}

/** What the client would be told. */
function refusalOf(error: unknown): { data?: Buffer; errors: unknown } {
  if (!(error instanceof GordianError)) throw error;
  return { errors: [error.message, error.details] };
}

function withCanaries(variables: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(variables), (key, value) =>
    typeof value === 'string' && /^[x"é$]/.test(value) ? canary(`variable ${key}`) : value,
  );
}

function spoolInto(records: string[]): Spool {
  const append = async (record: string): Promise<void> => void records.push(record);
  return {
    append,
    appendDurably: append,
    segments: () => [],
    release: () => {},
    bytes: () => 0,
    epoch: () => 1,
    beginEpoch: () => {},
    close: async () => {},
  };
}
