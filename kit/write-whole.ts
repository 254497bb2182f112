// A file that is there whole or not at all: a crash in the middle leaves the former one.
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** For the eyes of this account alone; the folder is made if there is none. Writers of one file take turns: they share a draft. */
export async function writeWhole(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = await open(`${file}.next`, 'w', 0o600);
  try {
    await draft.writeFile(text);
    // On the disk before it has the name under which it is looked for: a power cut must not leave a name without its bytes.
    await draft.sync();
  } finally {
    await draft.close();
  }
  await rename(`${file}.next`, file);
}
