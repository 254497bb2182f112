import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent, request } from 'undici';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isPublicAddress, lookUpPublic, mayBePublicHost } from '../../../kit/public-destination.ts';

describe('addresses', () => {
  test.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.255.255.254',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.19.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'ff02::1',
    'no address',
    '',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.1.1',
    '2606:4700:4700::1111',
    '2a00::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('hosts of a URL, however they are written', () => {
  test.each([
    'https://127.1/',
    'https://0x7f000001/',
    'https://2130706433/',
    'https://017700000001/',
    'https://[::1]/',
    'https://[::ffff:7f00:1]/',
    'https://localhost/',
    'https://LOCALHOST./',
    'https://metadata/',
    'https://db.internal/',
    'https://printer.local/',
    'https://１２７.０.０.１/',
  ])('%s is refused before it is looked up', (url) => {
    expect(mayBePublicHost(new URL(url).hostname)).toBe(false);
  });

  test('a name of the internet may be', () => {
    expect(mayBePublicHost('hooks.example.com')).toBe(true);
  });
});

test('a name that leads to this machine is not connected to', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const agent = new Agent({ connect: { lookup: lookUpPublic } });
  onTestFinished(async () => {
    await agent.close();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  await expect(request(`http://localhost:${port}/`, { dispatcher: agent })).rejects.toThrow('not public');
  expect(asked).toBe(0);
});
