// Policy files in every state of disrepair while a process follows them: good ones are handed over, others leave what serves alone.
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createLog } from '../../../kit/log.ts';
import { type FollowedRules, type FollowRulesOptions, followRules } from '../../../policies/reload/follow-rules.ts';
import type { LoadedRules } from '../../../policies/reload/load-rules.ts';
import { copyPolicyFolder, type PolicyFolder } from '../../support/policy-folder.ts';

const cleanUp: (() => void)[] = [];
afterEach(() => {
  for (const clean of cleanUp.splice(0).reverse()) clean();
});

function folder(): PolicyFolder {
  const made = copyPolicyFolder();
  cleanUp.push(made.remove);
  return made;
}

interface Following {
  readonly followed: FollowedRules;
  /** All that were adopted, in turn. */
  readonly adopted: LoadedRules[];
  readonly said: (event: string) => number;
}

async function follow(directory: string, options: Partial<FollowRulesOptions> = {}): Promise<Following> {
  const lines: string[] = [];
  const adopted: LoadedRules[] = [];
  const followed = await followRules({
    directory,
    keptIn: null,
    follow: true,
    adopt: async (rules) => {
      adopted.push(rules);
      return true;
    },
    log: createLog({ name: 'test', destination: { write: (line: string) => void lines.push(line) } }),
    ...options,
  });
  cleanUp.push(followed.stop);
  return { followed, adopted, said: (event) => lines.filter((line) => line.includes(`"event":"${event}"`)).length };
}

const patience = { timeout: 15_000, interval: 20 };
const orders = 'domains/orders.ts';

/** Rules that differ from the repository's by a number. */
function writeNumber(files: PolicyFolder, number: number): void {
  files.write(orders, numbered(number));
}

function numbered(number: number): string {
  return `export const orders = { subgraph: 'orders', domain: 'orders', rules: { number: ${number} }, masks: {} };`;
}

function numberOf({ rules }: LoadedRules): unknown {
  const found = rules.domains.find(({ domain }) => domain === 'orders');
  return (found?.rules as { number?: number } | undefined)?.number;
}

describe('files that change', () => {
  test('are adopted when they stand still', async () => {
    const files = folder();
    const { followed, adopted } = await follow(files.path);
    expect(adopted).toHaveLength(1);
    writeNumber(files, 1);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(1);
  });

  test('fifty times at once are adopted as they are in the end, and not fifty times', async () => {
    const files = folder();
    const { followed, adopted } = await follow(files.path);
    for (let number = 1; number <= 50; number++) writeNumber(files, number);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(50);
    expect(adopted.length).toBeLessThan(5);
  });

  test('by a new file in the place of the old one, as editors save', async () => {
    const files = folder();
    const { followed } = await follow(files.path);
    files.write('.orders.ts.swp', numbered(7));
    renameSync(join(files.path, '.orders.ts.swp'), join(files.path, orders));
    await expect.poll(() => numberOf(followed.current()), patience).toBe(7);
  });

  test('because the folder is another one now, as a mounted volume is replaced', async () => {
    const [first, second, third] = [folder(), folder(), folder()];
    const link = `${first.path}-served`;
    symlinkSync(first.path, link);
    const { followed } = await follow(link);
    const turnTo = ({ path }: PolicyFolder) => {
      symlinkSync(path, `${link}-next`);
      renameSync(`${link}-next`, link);
    };
    writeNumber(second, 2);
    turnTo(second);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(2);
    writeNumber(third, 3);
    turnTo(third);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(3);
    writeNumber(third, 4);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(4);
  });

  test('are left alone where nobody follows', async () => {
    const files = folder();
    const { followed, adopted } = await follow(files.path, { follow: false });
    const other = await follow(files.path);
    writeNumber(files, 1);
    await expect.poll(() => numberOf(other.followed.current()), patience).toBe(1);
    expect(numberOf(followed.current())).toBeUndefined();
    expect(adopted).toHaveLength(1);
  });
});

const breakages: readonly [string, (files: PolicyFolder) => void][] = [
  ['that does not parse', (files) => files.edit(orders, 'rules: {', 'rules: {{')],
  ['that throws while it is loaded', (files) => files.write(orders, `throw new Error('no luck');`)],
  ['that is empty', (files) => files.write(orders, '')],
  ['that is half written', (files) => files.write(orders, files.read(orders).slice(0, -20))],
  ['that is gone', (files) => rmSync(join(files.path, orders))],
  ['of a folder that is gone', (files) => rmSync(join(files.path, 'domains'), { recursive: true })],
  ['of a policy folder that is gone', (files) => rmSync(files.path, { recursive: true })],
  ['that is a folder', (files) => replaceByFolder(join(files.path, orders))],
  ['that is a link to nowhere', (files) => replaceByLink(join(files.path, orders))],
  ['that is too large', (files) => files.write(orders, `// ${'x'.repeat(2 ** 20)}`)],
];

function replaceByLink(path: string): void {
  rmSync(path);
  symlinkSync(`${path}-nowhere`, path);
}

function replaceByFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

describe('a file', () => {
  test.each(breakages)('%s leaves what serves, and what is whole again serves', async (_, breakIt) => {
    const files = folder();
    const { followed, adopted, said } = await follow(files.path);
    breakIt(files);
    await expect.poll(() => followed.state().problem, patience).not.toBeNull();
    expect(said('policy.refused')).toBe(1);
    expect(adopted).toEqual([followed.current()]);

    const whole = folder();
    writeNumber(whole, 9);
    rmSync(files.path, { recursive: true, force: true });
    renameSync(whole.path, files.path);
    mkdirSync(whole.path);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(9);
    expect(followed.state().problem).toBeNull();
  });

  test('that is as it was needs no adoption, and the problem is over', async () => {
    const files = folder();
    const text = files.read(orders);
    const { followed, adopted } = await follow(files.path);
    files.write(orders, '');
    await expect.poll(() => followed.state().problem, patience).not.toBeNull();
    files.write(orders, text);
    await expect.poll(() => followed.state().problem, patience).toBeNull();
    expect(adopted).toHaveLength(1);
  });

  test('whose rules nobody can serve leaves what serves', async () => {
    const files = folder();
    const refuseOdd = async (rules: LoadedRules) => {
      if (Number(numberOf(rules) ?? 0) % 2 === 1) throw new Error('odd rules open too much');
      return true;
    };
    const { followed } = await follow(files.path, { adopt: refuseOdd });
    writeNumber(files, 1);
    await expect.poll(() => followed.state().problem?.message, patience).toBe('odd rules open too much');
    expect(numberOf(followed.current())).toBeUndefined();
    writeNumber(files, 2);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(2);
    expect(followed.state().problem).toBeNull();
  });
});

describe('a start', () => {
  test('with broken files and none kept is refused', async () => {
    const files = folder();
    files.write(orders, '');
    await expect(follow(files.path)).rejects.toMatchObject({ code: 'POLICY_INVALID' });
  });

  test('with broken files serves the last that were good, and says so', async () => {
    const files = folder();
    const keptIn = join(files.path, '..', 'state/policy.json');
    writeNumber(files, 1);
    (await follow(files.path, { keptIn })).followed.stop();
    files.write(orders, '');
    const { followed, said } = await follow(files.path, { keptIn });
    expect(numberOf(followed.current())).toBe(1);
    expect(followed.state().problem?.message).toContain('orders');
    expect(said('policy.refused')).toBe(1);
    writeNumber(files, 2);
    await expect.poll(() => numberOf(followed.current()), patience).toBe(2);
  });

  test('with files that nobody can serve serves the last that were good', async () => {
    const files = folder();
    const keptIn = join(files.path, '..', 'state/policy.json');
    (await follow(files.path, { keptIn })).followed.stop();
    writeNumber(files, 1);
    const adopt = async (rules: LoadedRules) => {
      if (numberOf(rules) === 1) throw new Error('not these');
      return true;
    };
    const { followed } = await follow(files.path, { keptIn, adopt });
    expect(numberOf(followed.current())).toBeUndefined();
    expect(followed.state().problem?.message).toBe('not these');
  });

  test('does not believe what is kept of another folder, or has been changed', async () => {
    const [files, other] = [folder(), folder()];
    const keptIn = join(files.path, '..', 'state/policy.json');
    (await follow(files.path, { keptIn })).followed.stop();
    files.write(orders, '');
    other.write(orders, '');
    await expect(follow(other.path, { keptIn })).rejects.toMatchObject({ code: 'POLICY_INVALID' });
    files.write('../state/policy.json', files.read('../state/policy.json').replace('Order', 'order'));
    await expect(follow(files.path, { keptIn })).rejects.toMatchObject({ code: 'POLICY_INVALID' });
  });
});
