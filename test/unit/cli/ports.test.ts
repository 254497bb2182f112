import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { assignPorts, requireFreePorts } from '../../../cli/stack/ports.ts';

describe('ports of the stack', () => {
  test('follow the gateway in a fixed order', () => {
    expect([...assignPorts(4000, ['customers', 'metadata'], new Map())].slice(0, 3)).toEqual([
      ['gateway', 4000],
      ['customers', 4001],
      ['catalog', 4002],
    ]);
  });

  test('a new subgraph comes last, so that no other process moves', () => {
    expect(assignPorts(4000, ['loyalty'], new Map()).get('loyalty')).toBe(4009);
  });

  test('one that is chosen by name wins', () => {
    expect(assignPorts(4000, [], new Map([['postgres', 5999]])).get('postgres')).toBe(5999);
  });

  test('a taken port is named together with the option that moves it', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    await expect(requireFreePorts(new Map([['catalog', port]]), ['catalog'])).rejects.toThrow(
      new RegExp(`Port ${port}, wanted by "catalog".*--set-port catalog=`),
    );
    other.close();
  });
});
