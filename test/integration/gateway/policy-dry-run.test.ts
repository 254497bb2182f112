// Another policy is asked about live traffic and decides nothing; those who run the gateway read what it would change, and what
// the gateway counts. Over real HTTP.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { sendOperation } from '../../support/graphql-client.ts';
import { createWorld, type PolicedGateway, rulesFor, type World } from '../../support/policed-gateway.ts';
import { copyPolicyFolder, type PolicyFolder } from '../../support/policy-folder.ts';
import { nowSeconds, startTestIssuer } from '../../support/token-issuer.ts';

const patience = { timeout: 30_000, interval: 10 };

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

interface DryRun {
  readonly gateway: PolicedGateway;
  readonly candidate: PolicyFolder;
  readonly world: World;
  // biome-ignore lint/suspicious/noExplicitAny: the report of a dry run, as whoever reads it sees it
  readonly report: () => Promise<any>;
}

async function start(candidateRules: string, more: object = {}, settings: object = {}): Promise<DryRun> {
  const world = await createWorld();
  cleanUp.push(world.close);
  const candidate = copyPolicyFolder();
  cleanUp.push(candidate.remove);
  rmSync(join(candidate.path, 'golden.txt'));
  candidate.write('rules.ts', candidateRules);
  const gateway = await world.start({ candidate: { directory: candidate.path, ...more } }, settings);
  cleanUp.push(gateway.close);
  const report = async () => (await fetch(`${gateway.url}/policy/dry-run`)).json();
  return { gateway, candidate, world, report };
}

describe('a candidate', () => {
  test('changes no answer, and what it would change is counted by coordinate', async () => {
    const { gateway, report } = await start(rulesFor('deny', 'allow'));
    await expect.poll(async () => (await report()).rules, patience).not.toBeNull();
    for (let asked = 0; asked < 3; asked++) expect(await gateway.seen()).toBe('12');
    await sendOperation(gateway.url, '{ item { two } }');
    await expect.poll(async () => (await report()).operations, patience).toBe(4);
    expect(await report()).toMatchObject({
      different: 3,
      skipped: 0,
      problem: null,
      generation: gateway.gateway.generations.current()!.id,
      differences: [{ coordinate: 'Item.one', before: 'allow', after: 'deny', client: null, operations: 3 }],
    });
  });

  test('that changes is counted anew', async () => {
    const { gateway, candidate, report } = await start(rulesFor('deny'));
    await expect.poll(async () => (await report()).rules, patience).not.toBeNull();
    await gateway.seen();
    await expect.poll(async () => (await report()).different, patience).toBe(1);
    const { rules } = await report();
    candidate.write('rules.ts', rulesFor('allow'));
    await expect.poll(async () => (await report()).rules, patience).not.toBe(rules);
    await gateway.seen();
    await expect.poll(report, patience).toMatchObject({ operations: 1, different: 0, differences: [] });
  });

  test('is compared with the policy that serves now', async () => {
    const { gateway, world, report } = await start(rulesFor('deny'));
    await expect.poll(async () => (await report()).rules, patience).not.toBeNull();
    await gateway.seen();
    await expect.poll(async () => (await report()).different, patience).toBe(1);
    world.policies.write('rules.ts', rulesFor('deny'));
    await expect.poll(gateway.seen, patience).toBe('--');
    await expect.poll(report, patience).toMatchObject({
      generation: gateway.gateway.generations.current()!.id,
      different: 0,
    });
  });

  test.each([
    ['does not load', '{'],
    ['does not fit the supergraph', rulesFor('allow', 'allow', 'nowhere: allow')],
  ])('that %s stops nothing, and is told', async (_, rules) => {
    const { gateway, candidate, report } = await start(rules);
    expect(await gateway.seen()).toBe('12');
    await expect.poll(async () => (await report()).problem, patience).toMatch(/polic/);
    candidate.write('rules.ts', rulesFor('deny'));
    await expect
      .poll(async () => {
        await gateway.seen();
        return (await report()).different;
      }, patience)
      .toBeGreaterThan(0);
  });

  test('is asked about no more than may wait', async () => {
    const { gateway, report } = await start(rulesFor('deny'), { maxWaiting: 1, sampleRate: 1 });
    await expect.poll(async () => (await report()).rules, patience).not.toBeNull();
    await Promise.all(Array.from({ length: 200 }, gateway.seen));
    const { operations, skipped } = await report();
    expect(operations + skipped).toBeLessThanOrEqual(200);
    expect(await gateway.seen()).toBe('12');
  });
});

describe('what those who run the gateway read', () => {
  test('counts operations, denials, reloads and the dry run, and names nobody', async () => {
    const { gateway, world, report } = await start(rulesFor('deny'));
    await expect.poll(async () => (await report()).rules, patience).not.toBeNull();
    await gateway.seen();
    world.policies.write('rules.ts', rulesFor('deny', 'allow'));
    await expect.poll(gateway.seen, patience).toBe('-2');
    world.policies.write('rules.ts', '{');
    await expect.poll(() => gateway.gateway.policies.state()?.problem, patience).not.toBeNull();
    await sendOperation(gateway.url, '{ nothing }');
    const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
    expect(metrics).toMatch(/^gordian_operations_total\{kind="query",outcome="answered"\} [1-9]/m);
    expect(metrics).toMatch(/^gordian_operations_total\{kind="unknown",outcome="\w+"\} 1$/m);
    expect(metrics).toMatch(/^gordian_denied_fields_total\{code="UNAUTHENTICATED"\} [1-9]/m);
    expect(metrics).toMatch(/^gordian_policy_reloads_total\{outcome="served"\} 2$/m);
    expect(metrics).toMatch(/^gordian_policy_reloads_total\{outcome="refused"\} 1$/m);
    expect(metrics).toMatch(/^gordian_policy_problem 1$/m);
    expect(metrics).toMatch(/^gordian_policy_dry_run_operations_total\{outcome="different"\} [1-9]/m);
    expect(metrics).toContain(`gordian_generation{generation="${gateway.gateway.generations.current()!.id}"} 1`);

    const ready = await (await fetch(`${gateway.url}/ready`)).json();
    expect(ready).toMatchObject({ status: 'ready', policy: { files: 'refused', since: expect.any(String) } });
    expect(JSON.stringify(ready)).not.toContain('rules.ts');
    const policy = await (await fetch(`${gateway.url}/policy`)).json();
    expect(policy).toMatchObject({ problem: { message: expect.stringContaining('rules.ts:') }, served: 2, refused: 1 });
  });

  test.each([
    ['comes through a proxy', { 'x-forwarded-for': '203.0.113.7' }, {}],
    ['is told to be for nobody', {}, { operations: { access: 'nobody' } }],
  ])('is not there for who %s', async (_, headers, settings) => {
    const { gateway } = await start(rulesFor('deny'), {}, settings);
    for (const path of ['/metrics', '/policy', '/policy/dry-run'])
      expect((await fetch(`${gateway.url}${path}`, { headers: headers as Record<string, string> })).status).toBe(404);
  });

  test('how the policy is, is there for whoever may know the rules, and metrics are not', async () => {
    const issuer = await startTestIssuer();
    cleanUp.push(issuer.stop);
    const { gateway } = await start(
      rulesFor('deny'),
      {},
      {
        operations: { access: 'nobody' },
        authentication: { issuers: [{ issuer: issuer.url, audience: 'gordian', jwksUrl: issuer.jwksUrl }] },
      },
    );
    const statusFor = async (path: string, scope: string) => {
      const claims = { iss: issuer.url, sub: 'sue', aud: 'gordian', exp: nowSeconds() + 600, scope };
      const headers = { authorization: `Bearer ${await issuer.sign(claims)}` };
      return (await fetch(`${gateway.url}${path}`, { headers })).status;
    };
    const reader = 'gordian:audit:read gordian:policy:read';
    expect(await statusFor('/policy', reader)).toBe(200);
    expect(await statusFor('/policy/dry-run', reader)).toBe(200);
    expect(await statusFor('/metrics', reader)).toBe(404);
    expect(await statusFor('/policy', 'gordian:audit:read')).toBe(404);
    const forged = await fetch(`${gateway.url}/policy`, { headers: { authorization: 'Bearer a.b.c' } });
    expect(forged.status).toBe(404);
  });

  test('may be for everyone', async () => {
    const { gateway } = await start(rulesFor('deny'), {}, { operations: { access: 'everyone' } });
    const headers = { 'x-forwarded-for': '203.0.113.7' };
    expect((await fetch(`${gateway.url}/metrics`, { headers })).status).toBe(200);
  });
});
