// A copy of the policy content of the repository in a folder of its own, for tests that edit it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../kit/package-files.ts';

export interface PolicyFolder {
  readonly path: string;
  read(file: string): string;
  write(file: string, text: string): void;
  /** Fails when there is nothing to replace: a test that changes nothing proves nothing. */
  edit(file: string, from: string, to: string): void;
  remove(): void;
}

const content = ['rules.ts', 'vocabulary.ts', 'personas.ts', 'golden.txt', 'domains', 'guardrails', 'masks'];

export function copyPolicyFolder(): PolicyFolder {
  const home = mkdtempSync(join(tmpdir(), 'gordian-policies-'));
  const path = join(home, 'policies');
  for (const entry of content) cpSync(packageFile(join('policies', entry)), join(path, entry), { recursive: true });
  const read = (file: string) => readFileSync(join(path, file), 'utf8');
  const write = (file: string, text: string) => writeFileSync(join(path, file), text);
  return {
    path,
    read,
    write,
    edit(file, from, to) {
      const text = read(file);
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      write(file, text.replace(from, to));
    },
    remove: () => rmSync(home, { recursive: true }),
  };
}
