// The files of a policy in every state of disrepair while a gateway serves over HTTP: none opens anything, none stops it. And good
// ones, one after the other, under load: no request fails, and no answer is of two policies.
// GORDIAN_POLICY_RELOADS sets how many; what a reload costs is printed and not asserted.
import { existsSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type PolicedGateway, rulesFor, type World } from '../../support/policed-gateway.ts';
import { copyPolicyFolder } from '../../support/policy-folder.ts';

const reloads = Number(process.env.GORDIAN_POLICY_RELOADS ?? 30);
const clients = 4;
const patience = { timeout: 60_000, interval: 10 };
const many = { timeout: 240_000 + reloads * 2_000 };

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

async function world(): Promise<World> {
  const created = await createWorld();
  cleanUp.push(created.close);
  return created;
}

async function start(
  { start: startGateway }: World,
  policy: object = {},
  settings: object = {},
): Promise<PolicedGateway> {
  const gateway = await startGateway(policy, settings);
  cleanUp.push(gateway.close);
  return gateway;
}

const refused = /"event":"policy.refused"/;

const breakages: readonly [string, (world: World) => void, RegExp][] = [
  [
    'broken syntax',
    ({ policies }) => policies.write('rules.ts', `${rulesFor('allow')} {{`),
    /rules\.ts:\d+: Unexpected/,
  ],
  [
    'an exception while it loads',
    ({ policies }) => policies.write('rules.ts', `${rulesFor('allow')} null.x();`),
    /rules\.ts:\d+: Cannot read/,
  ],
  ['nothing in it', ({ policies }) => policies.write('rules.ts', ''), /no exports/],
  ['half of it', ({ policies }) => policies.write('rules.ts', rulesFor('allow').slice(0, -30)), /rules\.ts:\d+: /],
  ['no file', ({ policies }) => rmSync(join(policies.path, 'rules.ts')), /is not in/],
  ['no folder', ({ policies }) => rmSync(policies.path, { recursive: true }), /cannot be read/],
  [
    'a rule for a field that does not exist',
    ({ policies }) => policies.write('rules.ts', rulesFor('allow', 'allow', 'thre: allow')),
    /Item\.thre/,
  ],
  [
    'a rule that is undefined',
    ({ policies }) => policies.write('rules.ts', rulesFor('allow', 'allow', 'id: undefined')),
    /undefined/,
  ],
  [
    'a guardrail that throws',
    ({ policies }) =>
      policies.write(
        'rules.ts',
        rulesFor('allow').replace(
          '[unclassifiedIsClosed',
          "[{ name: 'x', ruleFor: () => { throw new Error('no luck'); } }",
        ),
      ),
    /no luck/,
  ],
];

describe('a policy that is broken never touches the one that serves', () => {
  let here: World;
  let gateway: PolicedGateway;
  beforeAll(async () => {
    here = await createWorld();
    gateway = await here.start();
  });
  afterAll(async () => {
    await gateway?.close();
    await here?.close();
  });

  test.each(breakages)('%s', many, async (_, breakIt, message) => {
    here.policies.write('rules.ts', rulesFor('deny'));
    await expect.poll(gateway.seen, patience).toBe('--');
    const serving = gateway.gateway.generations.current();
    const before = gateway.said(refused).length;
    breakIt(here);
    await expect.poll(() => gateway.said(refused).length, patience).toBe(before + 1);
    expect(gateway.said(refused)[before]).toMatch(message);
    expect(gateway.gateway.generations.current()).toBe(serving);
    expect(await gateway.seen()).toBe('--');

    if (!existsSync(here.policies.path)) renameSync(copyPolicyFolder().path, here.policies.path);
    rmSync(join(here.policies.path, 'golden.txt'), { force: true });
    here.policies.write('rules.ts', rulesFor('allow'));
    await expect.poll(gateway.seen, patience).toBe('12');
    expect(gateway.gateway.policies.state()?.problem).toBeNull();
  });
});

describe('a policy that changes', () => {
  test('serves within a moment, on the threads, plans and connections of the former one', many, async () => {
    const here = await world();
    const gateway = await start(here);
    expect(await gateway.seen()).toBe('12');
    const former = gateway.gateway.generations.current()!;
    here.policies.write('rules.ts', rulesFor('deny'));
    await expect.poll(gateway.seen, patience).toBe('--');
    const current = gateway.gateway.generations.current()!;
    expect(current.id).not.toBe(former.id);
    expect(current.planner).toBe(former.planner);
    expect(current.subgraphs).toBe(former.subgraphs);
    here.policies.write('rules.ts', rulesFor('allow'));
    await expect.poll(gateway.seen, patience).toBe('12');
    expect(gateway.gateway.generations.current()?.id).toBe(former.id);
  });

  test('to read something else of the row, by a rule of the same name, has it fetched', many, async () => {
    const here = await world();
    here.publish('three', 'four');
    const reading = (field: string, value: string) =>
      rulesFor('allow')
        .replace('two: allow', 'two: byRow')
        .replace(
          'export const',
          `import { rule } from './shield.ts';
        const byRow = rule('small.byRow', { cache: 'no_cache', fragment: 'fragment Read on Item { ${field} }' })(
          (row) => row.${field} === '${value}',
        );
        export const`,
        );
    here.policies.write('rules.ts', reading('three', 'another'));
    const gateway = await start(here);
    expect(await gateway.seen()).toBe('1-');
    here.policies.write('rules.ts', reading('four', '4'));
    await expect.poll(gateway.seen, patience).toBe('12');
  });

  test('fifty times at once serves as it is in the end', many, async () => {
    const here = await world();
    const gateway = await start(here);
    for (let wave = 0; wave < 50; wave++)
      here.policies.write('rules.ts', wave % 3 === 0 ? '{' : rulesFor(wave % 2 === 0 ? 'allow' : 'deny'));
    here.policies.write('rules.ts', rulesFor('deny', 'allow'));
    await expect.poll(gateway.seen, patience).toBe('-2');
    expect(gateway.gateway.policies.state()).toMatchObject({ problem: null });
  });

  test('by a link that is turned serves', many, async () => {
    const here = await world();
    const link = `${here.policies.path}-served`;
    symlinkSync(here.policies.path, link);
    const gateway = await start(here, { directory: link });
    const other = await world();
    other.policies.write('rules.ts', rulesFor('deny'));
    symlinkSync(other.policies.path, `${link}-next`);
    renameSync(`${link}-next`, link);
    await expect.poll(gateway.seen, patience).toBe('--');
  });

  test('cannot open what a guardrail closes', many, async () => {
    const here = await world();
    here.publish('secret');
    const gateway = await start(here);
    here.policies.write('rules.ts', rulesFor('allow', 'deny', 'secret: allow'));
    await expect.poll(gateway.seen, patience).toBe('1-');
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ item { secret } }' }),
    });
    expect(await answer.json()).toMatchObject({
      data: { item: { secret: null } },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test('waits for the supergraph that it speaks of, and the supergraph for the policy', many, async () => {
    const here = await world();
    const gateway = await start(here);
    here.policies.write('rules.ts', rulesFor('deny', 'deny', 'three: deny'));
    await expect.poll(() => gateway.said(refused).length, patience).toBe(1);
    expect(await gateway.seen()).toBe('12');
    here.publish('three');
    await expect.poll(gateway.seen, patience).toBe('--');
    expect(gateway.gateway.policies.state()?.problem).toBeNull();

    here.publish();
    await expect.poll(() => gateway.said(/the supergraph is refused/).length, patience).toBe(1);
    here.policies.write('rules.ts', rulesFor('deny', 'allow'));
    await expect.poll(gateway.seen, patience).toBe('-2');
    expect(gateway.gateway.generations.current()?.planner.apiSchema.getType('Item')).not.toHaveProperty(
      '_fields.three',
    );
  });

  test('under load: no request fails, and no answer is of two policies', many, async () => {
    const here = await world();
    const gateway = await start(here);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    const load = askAllTheTime(gateway);
    delay.enable();
    const takenMs: number[] = [];
    for (let reload = 1; reload <= reloads; reload++) {
      const before = gateway.gateway.generations.current();
      const writtenAt = performance.now();
      here.policies.write('rules.ts', rulesFor(reload % 2 === 0 ? 'allow' : 'deny'));
      await expect.poll(() => gateway.gateway.generations.current() !== before, patience).toBe(true);
      takenMs.push(performance.now() - writtenAt);
    }
    delay.disable();
    const answers = await load.stop();
    const medianMs = takenMs.sort((a, b) => a - b)[Math.floor(takenMs.length / 2)]!;
    process.stdout.write(
      `${reloads} policy reloads under ${answers.length} requests; a change served after ${Math.round(medianMs)} ms (median); the loop was late by at most ${Math.round(delay.max / 1e6)} ms\n`,
    );
    expect(new Set(answers)).toEqual(new Set(['12', '--']));
  });
});

describe('the reviewed table beside the rules', () => {
  const golden = (cell: '-' | 'allow', passes: string) =>
    `coordinate  classification  anonymous  passes\nItem.one  PUBLIC  ${cell}  ${passes}\nItem.gone  PUBLIC  -  deny\n`;

  test('must say what changed rules decide', many, async () => {
    const here = await world();
    here.policies.write('golden.txt', golden('allow', 'everyone'));
    const gateway = await start(here);
    here.policies.write('rules.ts', rulesFor('deny', 'allow'));
    await expect.poll(() => gateway.said(refused).length, patience).toBe(1);
    expect(gateway.said(refused)[0]).toMatch(
      /reviewed table did not.*gordian policy test --write.*anonymous: Item\.one/,
    );
    expect(await gateway.seen()).toBe('12');
    here.policies.write('golden.txt', golden('-', 'deny'));
    await expect.poll(gateway.seen, patience).toBe('-2');
  });

  test('must say it at the next start as well', many, async () => {
    const here = await world();
    const stateDirectory = join(here.policies.path, '../state');
    here.policies.write('golden.txt', golden('allow', 'everyone'));
    await (await start(here, {}, { stateDirectory })).close();
    here.policies.write('rules.ts', rulesFor('deny'));
    const gateway = await start(here, {}, { stateDirectory });
    expect(await gateway.seen()).toBe('12');
    expect(gateway.said(refused)).toHaveLength(1);
  });

  test('need not say what the rules have not changed', many, async () => {
    const here = await world();
    here.policies.write('golden.txt', golden('-', 'something that a contract said'));
    const gateway = await start(here);
    expect(await gateway.seen()).toBe('12');
    here.policies.write('rules.ts', rulesFor('allow', 'deny'));
    await expect.poll(gateway.seen, patience).toBe('1-');
  });

  test('is not asked where it is ignored', many, async () => {
    const here = await world();
    here.policies.write('golden.txt', golden('allow', 'everyone'));
    const gateway = await start(here, { golden: 'ignore' });
    here.policies.write('rules.ts', rulesFor('deny'));
    await expect.poll(gateway.seen, patience).toBe('--');
  });

  test('that is no table is refused', many, async () => {
    const here = await world();
    const gateway = await start(here);
    here.policies.write('golden.txt', 'everything is fine');
    here.policies.write('rules.ts', rulesFor('deny'));
    await expect.poll(() => gateway.said(refused).length, patience).toBe(1);
    expect(gateway.said(refused)[0]).toMatch(/golden\.txt is not a table/);
    expect(await gateway.seen()).toBe('12');
  });
});

describe('a start', () => {
  test('without a policy that loads is refused', many, async () => {
    const here = await world();
    here.policies.write('rules.ts', '{');
    await expect(start(here)).rejects.toMatchObject({ code: 'POLICY_INVALID' });
  });

  test('without a policy that fits the supergraph is refused', many, async () => {
    const here = await world();
    here.policies.write('rules.ts', rulesFor('allow', 'allow', 'nowhere: allow'));
    await expect(start(here)).rejects.toMatchObject({ code: 'POLICY_INVALID' });
  });

  test.each([
    ['does not load', '{'],
    ['does not fit', rulesFor('allow', 'allow', 'nowhere: allow')],
  ])('with a policy that %s serves the last that was good, and says so', many, async (_, broken) => {
    const here = await world();
    const stateDirectory = join(here.policies.path, '../state');
    here.policies.write('rules.ts', rulesFor('deny', 'allow'));
    const former = await start(here, {}, { stateDirectory });
    expect(await former.seen()).toBe('-2');
    await former.close();
    here.policies.write('rules.ts', broken);
    const gateway = await start(here, {}, { stateDirectory });
    expect(await gateway.seen()).toBe('-2');
    expect(gateway.said(refused)).toHaveLength(1);
    expect(gateway.gateway.policies.state()?.problem).not.toBeNull();
    here.policies.write('rules.ts', rulesFor('deny', 'deny'));
    await expect.poll(gateway.seen, patience).toBe('--');
  });
});

/** So many clients, each asking again when it has its answer. */
function askAllTheTime(gateway: PolicedGateway): { stop(): Promise<readonly string[]> } {
  const answers: string[] = [];
  let isOver = false;
  const client = async (): Promise<void> => {
    while (!isOver) answers.push(await gateway.seen().catch((error: Error) => `failed: ${error.message}`));
  };
  const all = Promise.all(Array.from({ length: clients }, client));
  return {
    async stop() {
      isOver = true;
      await all;
      return answers;
    },
  };
}
