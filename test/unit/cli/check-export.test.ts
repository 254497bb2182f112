// An export of the audit as an auditor checks it: what is altered, missing or cut off is found, with its place.
import { describe, expect, test } from 'vitest';
import { checkExport } from '../../../cli/commands/audit/check-export.ts';
import { entryHash, firstHash, sha256 } from '../../../kit/audit-chain.ts';

const entries = (() => {
  let hash = firstHash;
  return ['a', 'b', 'c'].map((actor, index) => {
    const entry = {
      seq: index + 1,
      at: '2026-03-01T12:00:00.000Z',
      actor,
      actorKind: 'user',
      action: 'operation.answered',
      target: 'gordian:graph',
      requestId: null,
      source: null,
      sourceSeq: null,
      shown: null,
      payload: '{}',
    };
    const prevHash = hash;
    hash = entryHash(hash, entry);
    return { ...entry, prevHash, hash };
  });
})();
const head = { seq: 3, hash: entries[2]!.hash };
const content = '{"shown":[]}';
const whole = [
  JSON.stringify({ decisions: { hash: sha256(content), content } }),
  ...entries.map((entry) => JSON.stringify({ entry })),
  JSON.stringify({ end: { from: 1, to: 3, head } }),
];

async function check(lines: readonly string[], seen: { seq: number; hash: string } | null = null) {
  async function* stream() {
    yield* lines;
  }
  return checkExport(stream(), seen);
}

describe('an export', () => {
  test('that is whole is whole, and says where it ends', async () => {
    expect(await check(whole)).toEqual({ entries: 3, head, problem: null });
    expect(await check(whole, { seq: 2, hash: entries[1]!.hash })).toMatchObject({ problem: null });
  });

  test.each([
    ['an altered actor', (lines: string[]) => lines.with(2, lines[2]!.replace('"b"', '"eve"')), 2],
    ['a missing entry', (lines: string[]) => lines.toSpliced(2, 1), 2],
    ['entries that changed places', (lines: string[]) => lines.with(1, lines[2]!).with(2, lines[1]!), 1],
    ['an altered decision set', (lines: string[]) => lines.with(0, lines[0]!.replace('[]', '[1]')), 1],
    ['a missing end', (lines: string[]) => lines.slice(0, -1), 4],
    ['a last entry that is missing', (lines: string[]) => lines.toSpliced(3, 1), 3],
  ])('with %s is not', async (_name, alter, seq) => {
    expect(await check(alter([...whole]))).toMatchObject({ problem: { seq } });
  });

  test('whose end at another time is not in it any more was cut off', async () => {
    expect(await check(whole, { seq: 5, hash: 'ab'.repeat(32) })).toMatchObject({ problem: { seq: 5 } });
    expect(await check(whole, { seq: 2, hash: 'ab'.repeat(32) })).toMatchObject({ problem: { seq: 2 } });
  });
});
