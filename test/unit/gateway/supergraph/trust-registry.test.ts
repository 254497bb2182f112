// When a gateway warns that it believes whoever answers as its registry.
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { trustRegistry } from '../../../../gateway/supergraph/trust-registry.ts';

async function saidOf(url: string): Promise<string> {
  const lines: string[] = [];
  await trustRegistry({ url, variant: 'prod' }, pino({}, { write: (line: string) => void lines.push(line) }));
  return lines.join('');
}

test('a registry elsewhere whose keys are unknown is warned of once, with what to do', async () => {
  const said = await saidOf('https://registry.example.com');
  expect(said.trim().split('\n')).toHaveLength(1);
  expect(JSON.parse(said)).toMatchObject({ level: 40, event: 'supergraph.unsigned' });
  expect(said).toMatch(/GORDIAN_SIGNING_KEY_FILE.*supergraph\.publicKeysFile/);
});

test.each(['http://127.0.0.1:4006', 'http://localhost:4006', 'http://[::1]:4006'])('%s is not', async (url) => {
  expect(await saidOf(url)).toBe('');
});
