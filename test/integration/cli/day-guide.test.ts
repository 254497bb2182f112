// The guide through a day of a domain team, run from top to bottom: its commands as they are typed, against the real registry.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { runGordian } from '../../support/run-gordian.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata/metadata-under-test.ts';

const project = mkdtempSync(join(tmpdir(), 'gordian-day-'));
const former = process.cwd();
let metadata: MetadataUnderTest;
let environment: NodeJS.ProcessEnv;

beforeAll(async () => {
  metadata = await startMetadata();
  environment = { GORDIAN_TOKEN: await metadata.token('gordian:contract:write', { domains: '*' }) };
  process.chdir(project);
});

afterAll(async () => {
  process.chdir(former);
  rmSync(project, { recursive: true });
  await metadata?.close();
});

const guide = readFileSync(packageFile('docs/guides/a-day-of-a-domain-team.md'), 'utf8');
const blocks = [...guide.matchAll(/^```(sh|text)\n([\s\S]*?)^```/gm)].map(([, kind, text]) => ({ kind, text: text! }));

test('a day of a domain team goes as its guide says', { timeout: 120_000 }, async () => {
  expect(blocks.filter(({ kind }) => kind === 'text')).toHaveLength(7);
  let answer = '';
  for (const { kind, text } of blocks) {
    if (kind === 'sh') answer = await runAll(text);
    else for (const line of text.trim().split('\n')) expect(answer).toContain(line);
  }
});

/** What is written to a terminal. */
async function runAll(commands: string): Promise<string> {
  let written = '';
  for (const command of commands.trim().split('\n')) written += await run(command);
  return written;
}

async function run(command: string): Promise<string> {
  const [, line, mayFail] = /^npx gordian (.*?)( \|\| true)?$/.exec(command) ?? [];
  if (line === undefined) return shell(command);
  const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, word]) => quoted ?? word!);
  const atRegistry = ['apply', 'subgraph'].includes(args[0]!) ? ['--registry', metadata.url] : [];
  const { terminal, exitCode } = await runGordian([...args, ...atRegistry], environment);
  expect(exitCode, terminal).toBe(mayFail ? 1 : 0);
  return terminal;
}

function shell(command: string): string {
  const who = { GIT_AUTHOR_NAME: 'team', GIT_AUTHOR_EMAIL: 'team@example.com' };
  const committer = { GIT_COMMITTER_NAME: 'team', GIT_COMMITTER_EMAIL: 'team@example.com' };
  return execFileSync('sh', ['-euc', command], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...who, ...committer },
  });
}
