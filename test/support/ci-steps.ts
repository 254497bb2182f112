// The commands of the CI files that `gordian init` writes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageFile } from '../../kit/package-files.ts';

export const ciFiles = ['.github/workflows/data-products.yml', '.gitlab-ci.yml'] as const;

interface Job {
  readonly steps?: readonly { readonly run?: string; readonly uses?: string }[];
  readonly script?: readonly string[];
}

/** Every line that a file runs, in order, of all its jobs. */
export function ciSteps(file: (typeof ciFiles)[number]): string[] {
  const document = parse(readFileSync(packageFile(join('templates/project', file)), 'utf8')) as Record<string, Job> & {
    readonly jobs?: Record<string, Job>;
  };
  const jobs = Object.values(document.jobs ?? document);
  return jobs.flatMap(({ steps = [], script = [] }) => [...steps.flatMap(({ run }) => run ?? []), ...script]);
}

/** `npx gordian contract lint "$FOLDER"` -> contract, lint and the value of FOLDER in the environment. */
export function gordianArguments(step: string, environment: NodeJS.ProcessEnv = {}): string[] | null {
  const [, command] = /^npx gordian (.+)$/.exec(step) ?? [];
  if (command === undefined) return null;
  return command.split(' ').map((word) => word.replace(/^"\$(\w+)"$/, (_, name) => environment[name] ?? ''));
}
