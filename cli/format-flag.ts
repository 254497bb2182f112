// `--format`, the same for every verb: for people, for programs, and for pull requests and build servers where something is judged.
import { Option } from 'commander';

/** What a list can be. */
export const listFormats = ['table', 'json'] as const;

/** @param formats the usual one first; inside GitHub Actions a verb that can write annotations writes them unasked */
export function formatFlag(formats: readonly [string, ...string[]], environment: NodeJS.ProcessEnv): Option {
  const isAnnotated = environment.GITHUB_ACTIONS === 'true' && formats.includes('github');
  const option = new Option(
    '--format <format>',
    isAnnotated || !formats.includes('github') ? undefined : 'github inside GitHub Actions',
  );
  return option.choices(formats).default(isAnnotated ? 'github' : formats[0]);
}
