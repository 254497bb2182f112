// The guide on access, run from top to bottom on the whole system: what it types, and what it shows.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const url = inject('gatewayUrl');
/** A dozen commands, each of which starts a process. */
const patience = { timeout: 120_000 };

interface Step {
  readonly command: string;
  /** The lines that the guide shows below it. */
  readonly shown: readonly string[];
}

test('the guide on access does what it says', patience, async () => {
  const steps = stepsOf(readFileSync(join(root, 'docs/guides/access.md'), 'utf8'));
  expect(steps.map(({ shown }) => shown.length > 0)).toEqual([true, true, true, true]);
  // One shell: what a step has named, the next one uses.
  const script = steps.map(({ command }, index) => `${command}\necho "-- ${index}"`).join('\n');
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', onTestPorts(script)], {
    cwd: root,
    // It waits for what never comes when something is broken.
    timeout: patience.timeout - 5_000,
  });
  const outputs = stdout.split(/^-- \d+$/m);
  steps.forEach(({ shown }, index) => {
    for (const line of shown) expect(outputs[index]).toContain(line);
  });
});

/** The pages speak to the gateway where npm start puts it. */
function onTestPorts(script: string): string {
  return script
    .replaceAll('http://127.0.0.1:4000', url)
    .replaceAll(/npx gordian (token|access \w+)/g, `npx gordian $1 --url ${url}`);
}

function stepsOf(markdown: string): Step[] {
  const fences = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)];
  return fences.flatMap(([, language, text], index) => {
    const next = fences[index + 1];
    const shown = next?.[1] === 'text' ? next[2]!.trim().split('\n') : [];
    return language === 'sh' ? [{ command: text!.trim(), shown }] : [];
  });
}
