// From a configuration file to how each subgraph is asked, and what the log says of it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readGatewayConfig } from '../../../gateway/config.ts';
import { createHttpSubgraphs } from '../../../gateway/execute/http-subgraphs.ts';
import { defaultSubgraphSettings, settingsWith } from '../../../gateway/execute/subgraph-settings.ts';
import { subgraphOptions } from '../../../gateway/subgraph-options.ts';
import { createLog, silentLog } from '../../../kit/log.ts';

const folder = mkdtempSync(join(tmpdir(), 'gordian-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function executionOf(execution: object) {
  const file = join(folder, 'gateway.yaml');
  writeFileSync(file, JSON.stringify({ supergraph: { kind: 'file', path: 'none' }, policy: 'none', execution }));
  return readGatewayConfig(file, {}).execution;
}

/** As the subgraph of this name is asked. */
function settingsOf(name: string, execution: object) {
  const { settings, settingsOf: own } = subgraphOptions(executionOf(execution), silentLog);
  return settingsWith(settings, own[name]);
}

describe('how a subgraph is asked', () => {
  test('has defaults for everything', () => {
    expect(settingsOf('orders', {})).toEqual(defaultSubgraphSettings);
  });

  test('is set for all, and for one what differs', () => {
    const execution = {
      waitMs: 5,
      breaker: { openMs: 7 },
      subgraphs: { orders: { maxConcurrent: 3, waitMs: 6, breaker: { windowMs: 8 } } },
    };
    const { breaker } = defaultSubgraphSettings;
    expect(settingsOf('customers', execution)).toEqual({
      ...defaultSubgraphSettings,
      waitMs: 5,
      breaker: { ...breaker, openMs: 7 },
    });
    expect(settingsOf('orders', execution)).toEqual({
      ...defaultSubgraphSettings,
      maxConcurrent: 3,
      waitMs: 6,
      breaker: { ...breaker, openMs: 7, windowMs: 8 },
    });
  });

  test('leaves the request time for others, whatever its deadline is', () => {
    expect(settingsOf('orders', { deadlineMs: 900 }).timeoutMs).toBe(600);
    expect(settingsOf('orders', { deadlineMs: 900, timeoutMs: 10 }).timeoutMs).toBe(10);
  });

  test.each([
    [{ deadlineMs: 900, timeoutMs: 900 }, /execution\.timeoutMs.*must be less than execution\.deadlineMs/],
    [{ subgraphs: { orders: { timeoutMs: 15_000 } } }, /execution\.subgraphs\.orders\.timeoutMs.*must be less/],
    [{ subgraphs: { orders: { timeoutMS: 1 } } }, /timeoutMS is not a setting; did you mean timeoutMs\?/],
    [{ breaker: { failureRate: 0 } }, /execution\.breaker\.failureRate/],
    [{ maxConcurrent: 0 }, /execution\.maxConcurrent/],
  ])('is refused where it makes no sense: %j', (execution, message) => {
    expect(() => executionOf(execution)).toThrow(message);
  });
});

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({
    name: 'gateway',
    destination: { write: (line: string) => void lines.push(JSON.parse(line)) },
  });

  test('names a setting for a subgraph that is not there', async () => {
    const options = subgraphOptions(executionOf({ subgraphs: { order: { waitMs: 1 } } }), log);
    await createHttpSubgraphs(new Map([['orders', 'http://127.0.0.1:9/']]), options).close();
    expect(lines.splice(0)).toMatchObject([
      { level: 'warn', setting: 'execution.subgraphs.order', msg: expect.stringContaining('Did you mean "orders"?') },
    ]);
  });

  test('tells when a subgraph is no longer asked, and when again, with the reason', () => {
    const { onBreakerChange } = subgraphOptions(executionOf({}), log);
    onBreakerChange?.('orders', { from: 'closed', to: 'open', reason: '20 of 20 requests failed within 10000 ms' });
    onBreakerChange?.('orders', { from: 'half-open', to: 'closed', reason: 'the probe reached it' });
    expect(lines.splice(0)).toMatchObject(
      [
        { level: 'warn', event: 'breaker', subgraph: 'orders', state: 'open', reason: /20 of 20/ },
        { level: 'info', event: 'breaker', subgraph: 'orders', state: 'closed' },
      ].map((line) => ({ ...line, ...('reason' in line && { reason: expect.stringMatching(line.reason!) }) })),
    );
  });
});
