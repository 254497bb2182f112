// A reload campaign: publications, policies, rollbacks and what is broken, one after the other while requests come at a rate; and what
// came of the requests.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { artefactId } from '../../schema/artefact.ts';
import type { Line } from '../support/json-lines-process.ts';
import { breakages } from './breakages.ts';
import { judgeAnswers, type Verdict } from './judge-answers.ts';
import { type Answers, type ReloadWorld, rulesFor } from './reload-world.ts';

export interface CampaignSize {
  readonly perSecond: number;
  readonly publications: number;
  readonly policies: number;
  readonly rollbacks: number;
  readonly broken: number;
  readonly storm: number;
}

export interface CampaignResult extends Verdict {
  readonly answers: Answers;
  readonly generations: number;
  /** From the end of the request that published until it served; in milliseconds, sorted. */
  readonly servedAfterMs: readonly number[];
  /** Generations that a storm of publications has built. */
  readonly builtInStorm: number;
  /** By how much the gateway's event loop was late at most, in each second of the campaign; sorted. */
  readonly loopLateMs: readonly number[];
  /** The same without the time in which the thread waited for a core; nothing where the system does not count that. */
  readonly loopLateByItselfMs: readonly number[];
}

const patienceMs = 60_000;

export async function runCampaign(world: ReloadWorld, size: CampaignSize): Promise<CampaignResult> {
  const servedAfterMs: number[] = [];
  const published: string[] = [];
  let publication = 0;
  let nick: 'allow' | 'deny' = 'allow';
  await until(async () => (await fetch(`${world.gatewayUrl}/ready`)).status === 200, 'the gateway to be ready');
  const firstLine = world.gateway.lines.length;
  const stopLoad = world.load(size.perSecond);

  const publishNext = async (): Promise<number> => {
    const { registration, artefact } = await world.post(
      '/registry/register',
      world.subgraphs.registration(++publication),
    );
    published.push(artefact.id);
    await served(artefact.id);
    return registration;
  };
  const served = async (artefact: string): Promise<void> => {
    const since = performance.now();
    await until(() => generationsOf(world).at(-1)?.artefact === artefact, `publication ${publication} to be served`);
    servedAfterMs.push(performance.now() - since);
  };
  const changePolicy = async (): Promise<void> => {
    const before = generationsOf(world).length;
    nick = nick === 'allow' ? 'deny' : 'allow';
    world.policies.write('rules.ts', rulesFor(nick, `change ${before}`));
    await until(() => generationsOf(world).length > before, 'the policy to be served');
  };
  const rollBack = async (registration: number): Promise<void> => {
    const { artefact } = await world.post('/registry/rollback', { to: registration });
    await served(artefact.id);
  };
  const breakSomething = async (turn: number): Promise<void> => {
    if (turn % 4 === 3) return breakPolicy(turn);
    const before = refusals(world);
    await insertBroken(world, breakages[turn % breakages.length]!);
    await until(() => refusals(world) > before, `"${breakages[turn % breakages.length]![0]}" to be refused`);
    // The registry would not publish that; it goes on from what it published last.
    await publishNext();
  };
  const breakPolicy = async (turn: number): Promise<void> => {
    const before = policyProblems(world);
    // Somewhere within the rules, and never so late that nothing is missing.
    if (turn % 8 === 3) world.policies.write('rules.ts', rulesFor(nick).slice(0, 150 + (turn % 100)));
    else rmSync(join(world.policies.path, 'rules.ts'));
    await until(() => policyProblems(world) > before, 'the broken policy to be refused');
    await changePolicy();
  };

  let former = await publishNext();
  let latest = await publishNext();
  const rounds = Math.max(size.publications, size.policies);
  const isDue = (many: number, round: number) =>
    Math.floor(((round + 1) * many) / rounds) > Math.floor((round * many) / rounds);
  for (let round = 0, turn = 0; round < rounds; round++) {
    if (isDue(size.publications, round)) [former, latest] = [latest, await publishNext()];
    if (isDue(size.policies, round)) await changePolicy();
    if (isDue(size.rollbacks, round)) await rollBack(former);
    if (isDue(size.broken, round)) await breakSomething(turn++);
  }
  const builtInStorm = await storm(world, size.storm, published);
  const answers = await stopLoad();
  return {
    answers,
    ...judgeAnswers(answers),
    generations: generationsOf(world).length,
    servedAfterMs: servedAfterMs.sort((a, b) => a - b),
    builtInStorm,
    loopLateMs: loopDelays(world, firstLine, 'maxMs'),
    loopLateByItselfMs: loopDelays(world, firstLine, 'ownMs'),
  };
}

function loopDelays({ gateway }: ReloadWorld, firstLine: number, of: 'maxMs' | 'ownMs'): number[] {
  const [_ofTheStart, ...perSecond] = gateway.lines.slice(firstLine).filter(({ event }) => event === 'loop.delay');
  return perSecond.flatMap((line) => (typeof line[of] === 'number' ? [line[of]] : [])).sort((a, b) => a - b);
}

/**
 * Publications that were made before come again, as fast as the database takes them; the last of them is another one.
 * @param known ids of sound ones, the newest last
 */
async function storm(world: ReloadWorld, many: number, known: readonly string[]): Promise<number> {
  const before = generationsOf(world).length;
  const again = known.slice(-3);
  for (let n = 0; n < many; n++) await insertPublication(world, again[n % again.length]!);
  const last = again[0]!;
  await insertPublication(world, last);
  await until(() => generationsOf(world).at(-1)?.artefact === last, 'the last of the storm to be served');
  return generationsOf(world).length - before;
}

async function insertBroken(world: ReloadWorld, [name, breakIt]: (typeof breakages)[number]): Promise<void> {
  const [good] = await world.database.query<{ sdl: string }>(
    'SELECT supergraph_sdl AS sdl FROM publication JOIN supergraph_artefact ON id = artefact_id ORDER BY seq DESC LIMIT 1',
  );
  // Its own each time: what was refused once is not looked at again.
  const sdl = `${breakIt(good!.sdl)}\n# ${name} ${Date.now()}`;
  const id = artefactId(sdl, {});
  await world.database.query(
    'INSERT INTO supergraph_artefact (id, supergraph_sdl, classifications) VALUES ($1, $2, $3)',
    [id, sdl, '{}'],
  );
  await insertPublication(world, id);
}

async function insertPublication({ database }: ReloadWorld, artefact: string): Promise<void> {
  await database.query(
    `INSERT INTO publication (artefact_id, source_revision, published_by, published_at) VALUES ($1, 'campaign', 'campaign', now())`,
    [artefact],
  );
}

function generationsOf({ gateway }: ReloadWorld): readonly Line[] {
  return gateway.lines.filter(({ event }) => event === 'generation');
}

function refusals({ gateway }: ReloadWorld): number {
  return gateway.lines.filter(({ msg }) =>
    /the supergraph is refused|no newer supergraph could be read/.test(String(msg)),
  ).length;
}

function policyProblems({ gateway }: ReloadWorld): number {
  return gateway.lines.filter(({ event }) => event === 'policy.refused').length;
}

async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const endsAt = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`Waited ${patienceMs} ms for ${what}, in vain.`);
    await pause(2);
  }
}
