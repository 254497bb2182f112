// `gordian audit verify` against something that is no metadata service.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { registerAuditCommand } from '../../../cli/commands/audit.ts';

const statuses = { gateway: 404, tired: 503 };
const servers = Object.values(statuses).map((status) =>
  createServer((_request, response) => void response.writeHead(status).end('{}')),
);

beforeAll(async () => {
  for (const server of servers)
    await new Promise<void>((listening) => {
      server.listen(0, '127.0.0.1', listening);
    });
});

afterAll(() => {
  for (const server of servers) server.close();
});

test.each([
  ['the gateway', 0, /does not keep the chain\. Name the metadata service, not the gateway: --registry http/],
  ['a metadata service that cannot answer now', 1, /answered with status 503\.$/],
])('%s: the refusal says what to name', async (_, index, message) => {
  const { port } = servers[index]!.address() as AddressInfo;
  const program = new Command().exitOverride();
  registerAuditCommand(program, { GORDIAN_TOKEN: 'a-token' });
  await expect(
    program.parseAsync(['audit', 'verify', '--registry', `http://127.0.0.1:${port}`], { from: 'user' }),
  ).rejects.toMatchObject({ code: 'NOT_READY', message: expect.stringMatching(message) });
});
