// One file of the spool: lines are added to its end and never changed. After a write that failed nothing more is added, and a
// reader leaves out the torn line that may be its last.
import { writeSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const nameDigits = 15;

/** Names sort by the place of their first line. */
export function segmentName(firstSeq: number): string {
  return `${String(firstSeq).padStart(nameDigits, '0')}.ndjson`;
}

export const isSegmentName = (name: string): boolean => /^\d{15}\.ndjson$/.test(name);

export class Segment {
  readonly path: string;
  readonly firstSeq: number;
  readonly #file: FileHandle;
  readonly #inode: number;
  #bytes = 0;
  #syncing: Promise<void> | null = null;
  #nextSync: Promise<void> | null = null;
  #isNameSynced = false;
  #closing: Promise<void> | null = null;

  private constructor(path: string, firstSeq: number, file: FileHandle, inode: number) {
    this.path = path;
    this.firstSeq = firstSeq;
    this.#file = file;
    this.#inode = inode;
  }

  static async create(folder: string, firstSeq: number): Promise<Segment> {
    const path = join(folder, segmentName(firstSeq));
    // What stands in a file of this name is a torn line: had there been a whole one, this segment would begin after it.
    const file = await open(path, 'w', 0o600);
    const { ino } = await file.stat();
    return new Segment(path, firstSeq, file, ino);
  }

  /** Of whole lines and torn ones. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * What is written survives the end of the process, but perhaps not that of the machine. At once, because it goes to memory of the
   * system: to hand it to another thread would cost ten times as much.
   */
  write(bytes: Buffer): void {
    for (let rest = bytes; rest.length > 0; ) {
      const written = writeSync(this.#file.fd, rest);
      this.#bytes += written;
      rest = rest.subarray(written);
    }
  }

  /** Whatever was written before the call survives the end of the machine. Those who call while one is under way share the next. */
  sync(): Promise<void> {
    if (this.#closing !== null) return this.#closing;
    if (this.#syncing === null) return this.#startSync();
    this.#nextSync ??= this.#syncing.then(ignore, ignore).then(() => {
      this.#nextSync = null;
      return this.#startSync();
    });
    return this.#nextSync;
  }

  #startSync(): Promise<void> {
    this.#syncing = this.#syncNow().finally(() => {
      this.#syncing = null;
    });
    return this.#syncing;
  }

  async #syncNow(): Promise<void> {
    await this.#file.datasync();
    if (this.#isNameSynced) return;
    await syncDirectory(dirname(this.path));
    this.#isNameSynced = true;
  }

  /** False when somebody took the file or its folder away: what is written to it then is lost with the process. */
  async isInPlace(): Promise<boolean> {
    return stat(this.path).then(
      ({ ino }) => ino === this.#inode,
      () => false,
    );
  }

  /** Syncs first: whoever waits for that may still do so. */
  close(): Promise<void> {
    this.#closing ??= this.sync().finally(() => this.#file.close());
    return this.#closing;
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function ignore(): void {}
