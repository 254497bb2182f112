import { existsSync, readFileSync } from 'node:fs';
import { expect, inject, test } from 'vitest';
import { personaToken, sendOperation } from '../support/graphql-client.ts';

test('no process of the system opens a connection that leaves the machine', async () => {
  const url = inject('gatewayUrl');
  const token = await personaToken(url, 'steward');
  await sendOperation(url, '{ customer(id: "CG-12520") { name riskScore provenance { ageSeconds } } }', { token });
  const file = inject('connectionsFile');
  expect(existsSync(file) ? readFileSync(file, 'utf8') : '').toBe('');
});
