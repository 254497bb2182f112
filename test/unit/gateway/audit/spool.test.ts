// The spool on a real disk: what it says is written is there, in whole lines that follow on each other, whatever happens to it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { segmentName } from '../../../../gateway/audit/segment.ts';
import { createSpool, type Spool } from '../../../../gateway/audit/spool.ts';
import { firstHash } from '../../../../kit/audit-chain.ts';
import { follows, type LineEnd, parseLine } from '../../../../kit/spooled-lines.ts';

let directory: string;
let folder: string;
let spool: Spool;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gordian-spool-'));
  folder = join(directory, 'instance');
  spool = createSpool({ folder, maxBytes: 65_536, segmentBytes: 4_096 });
});
afterEach(async () => {
  await spool.close().catch(() => {});
  rmSync(directory, { recursive: true, force: true });
});

const record = (name: string) => JSON.stringify({ kind: 'operation', name });

/** The names in all segments, in the order of their lines; what is torn is left out, and the others must follow on each other. */
function written(): string[] {
  let end: LineEnd = { seq: 0, hash: firstHash };
  return readdirSync(folder)
    .sort()
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').slice(0, -1))
    .map((text) => {
      const line = parseLine(text)!;
      expect(follows(end, line), text).toBe(true);
      end = line;
      return JSON.parse(line.record).name;
    });
}

describe('a spool', () => {
  test('has written what it says it has', async () => {
    await spool.append(record('one'));
    expect(written()).toEqual(['one']);
    await spool.appendDurably(record('two'));
    expect(written()).toEqual(['one', 'two']);
  });

  test('writes what comes at once in the order in which it came', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `r${index}`);
    await Promise.all(names.map((name, index) => (index % 7 === 0 ? spool.appendDurably : spool.append)(record(name))));
    expect(written()).toEqual(names);
  });

  test('begins another segment when one is full, and takes more when segments are shipped', async () => {
    for (let index = 0; index < 60; index++) await spool.append(record(`r${index}`));
    expect(spool.segments().length).toBeGreaterThan(1);
    expect(written()).toHaveLength(60);
    const before = spool.bytes();
    const [oldest] = spool.segments();
    spool.release(oldest!.path);
    expect(spool.bytes()).toBe(before - oldest!.bytes);
  });

  test('that is full takes nothing, and says why, until segments are shipped', async () => {
    const large = record('x'.repeat(10_000));
    while (spool.bytes() + 11_000 < 65_536) await spool.append(large);
    await expect(spool.append(large)).rejects.toThrow(/full: of 65536 bytes, \d+ are not shipped yet/);
    for (const { path, isClosed } of spool.segments()) if (isClosed) spool.release(path);
    await spool.append(large);
  });

  test('whose disk is full refuses, and goes on where it was when there is room', async () => {
    await fillSegment();
    const before = written();
    // The next segment is on a device without any room.
    symlinkSync('/dev/full', join(folder, segmentName(before.length + 1)));
    await expect(spool.append(record('lost'))).rejects.toThrow(/ENOSPC/);
    await spool.append(record('after'));
    expect(written()).toEqual([...before, 'after']);
  });

  test('whose folder is gone says so, and writes again when it can', async () => {
    await spool.append(record('first'));
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    await expect(spool.appendDurably(record('nowhere'))).rejects.toThrow();
    await expect(spool.append(record('nowhere either'))).rejects.toThrow();
    const epoch = spool.epoch();
    rmSync(folder);
    await spool.appendDurably(record('again'));
    expect(readdirSync(folder)).toHaveLength(1);
    expect(epoch).toBeGreaterThan(0);
  });

  test('writes what waits before it is closed', async () => {
    const waiting = [spool.append(record('a')), spool.append(record('b'))];
    await spool.close();
    await Promise.all(waiting);
    expect(written()).toEqual(['a', 'b']);
  });
});

/** Until the segment that is written is closed. */
async function fillSegment(): Promise<void> {
  const closed = () => spool.segments().filter(({ isClosed }) => isClosed).length;
  for (const before = closed(); closed() === before; ) await spool.append(record('x'.repeat(100)));
}
