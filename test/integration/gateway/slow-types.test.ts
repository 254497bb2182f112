// A supergraph that is easy to attack: whoever runs the gateway is told, and the gateway serves.
import { expect, test } from 'vitest';
import { silentLog } from '../../../kit/log.ts';
import { composeAttacked } from '../../support/attacked-supergraph.ts';
import { startStandaloneGateway } from '../../support/standalone-gateway.ts';

test('the log names the type on which small operations are hard to plan', async () => {
  let warned: (facts: unknown) => void = () => {};
  const warning = new Promise((resolve) => {
    warned = resolve;
  });
  const warn = (facts: { readonly event?: string } | string) => {
    if (typeof facts === 'object' && facts.event === 'planner.slowType') warned(facts);
  };
  const gateway = await startStandaloneGateway(composeAttacked(), {}, { log: { ...silentLog, warn } as never });
  const health = await fetch(`${gateway.url}/ready`);
  expect(health.status).toBe(200);
  expect(await warning).toMatchObject({ typeName: 'I', query: '{root{x{x{x{id}}}}}', refusedWith: 'PLANNING_FAILED' });
  await gateway.close();
});
