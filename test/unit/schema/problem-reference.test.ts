// The reference page of problems names every code that our own checks give, and no other.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';

/** Codes of the composition library that the page explains beside ours. */
const ofTheLibrary = ['SATISFIABILITY_ERROR', 'INVALID_FIELD_SHARING'];

it('the page and the sources name the same codes', () => {
  const page = readFileSync(packageFile('docs/reference/problems.md'), 'utf8');
  const tables = page.split('\n').filter((line) => line.startsWith('| `'));
  const explained = tables.flatMap((line) =>
    [...line.split('|')[1]!.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code!),
  );
  expect(new Set(explained)).toEqual(new Set([...codesInSources(), ...ofTheLibrary, 'POLICY_INVALID']));
});

/** What `gordian policy lint` finds beside the contracts and schemas. */
const ofPolicies = ['policies/review/review-policy.ts', 'cli/commands/policy/subgraph-side.ts'];

function codesInSources(): string[] {
  const ofSchemas = readdirSync(packageFile('schema'), { recursive: true, encoding: 'utf8' })
    // Rules of the lint are explained with the gates, findings in operations with these.
    .filter((file) => file.endsWith('.ts') && !/^(lint|operation)\//.test(file))
    .map((file) => `schema/${file}`);
  return [...ofSchemas, ...ofPolicies].flatMap((file) => {
    const text = readFileSync(packageFile(file), 'utf8');
    const given = [
      ...text.matchAll(/\bcode: '([A-Z_]+)'|note\([^;]*?'([A-Z]+_[A-Z_]+)'|ProblemAt\([^;]*?'([A-Z_]+)'/g),
    ];
    return given.map((match) => match.slice(1).find((code) => code !== undefined)!);
  });
}
