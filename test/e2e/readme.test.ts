// Every command block of the README is run, in order, against a running system; what it shows is what happens.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, test } from 'vitest';

interface Block {
  readonly command: string;
  /** The block that follows it, and its language; null when the README shows no output. */
  readonly output: { readonly language: string; readonly text: string } | null;
}

/** Run by tests of their own: a test cannot run itself, and there is no container engine everywhere. */
const runElsewhere = new Map([
  ['npm start', 'test/e2e/start.test.ts'],
  ['npm test', '.ci/run'],
  ['npx gordian secrets > .env\ndocker compose up --build', 'test/unit/docker-compose.test.ts'],
]);

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = readBlocks(readme);

describe('README.md', () => {
  test.each(
    blocks
      .filter(({ command }) => !runElsewhere.has(command))
      .map((block) => [block.command.split('\n', 1)[0]!, block] as const),
  )('%s does what is shown', async (_title, { command, output }) => {
    const { stdout, stderr } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', onTestPorts(command)], {
      cwd: root,
    });
    if (output?.language === 'json') {
      const shown = JSON.parse(output.text);
      expect(withoutIds(withoutSeenSources(JSON.parse(stdout), shown))).toEqual(withoutIds(shown));
    }
    if (output?.language === 'text') expect(`${stdout}${stderr}`).toContain(output.text.trim());
  });

  test.each([...runElsewhere])('%s is run by %s', (command, place) => {
    expect(blocks.map((block) => block.command)).toContain(command);
    expect(existsSync(join(root, place))).toBe(true);
  });

  test('links only to files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) => match[1]!);
    expect(links.length).toBeGreaterThan(5);
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});

function readBlocks(markdown: string): Block[] {
  const fences = [...markdown.matchAll(/^```(\w+)\n([\s\S]*?)^```/gm)].map(([, language, text]) => ({
    language: language!,
    text: text!,
  }));
  return fences.flatMap(({ language, text }, index) => {
    const next = fences[index + 1];
    return language === 'sh' ? [{ command: text.trim(), output: next && next.language !== 'sh' ? next : null }] : [];
  });
}

function onTestPorts(command: string): string {
  const url = inject('gatewayUrl');
  return command
    .replaceAll('http://127.0.0.1:4000', url)
    .replaceAll(/gordian token --persona (\S+?)\)/g, `gordian token --persona $1 --url ${url})`);
}

interface LineageAnswer {
  readonly data?: { readonly field?: { readonly lineage?: { nodes: readonly { readonly label: string }[] } } };
}

/** Sources that requests were seen to read join those of the contracts: which, hangs on what was asked before. */
function withoutSeenSources(answer: LineageAnswer, shown: LineageAnswer): LineageAnswer {
  const lineage = answer.data?.field?.lineage;
  const known = new Set(shown.data?.field?.lineage?.nodes.map(({ label }) => label));
  if (lineage) lineage.nodes = lineage.nodes.filter(({ label }) => known.has(label));
  return answer;
}

/** Ids are new in every answer. */
function withoutIds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'decisionId' ? '<id>' : inner)));
}
