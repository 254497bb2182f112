// The reference page prints the table of changes as it is, and the table keeps to its own rule.
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { type ChangeKind, changeKinds } from '../../../../schema/contract-changes/change-kinds.ts';

const page = readFileSync(packageFile('docs/reference/contract-changes.md'), 'utf8');
const kinds = Object.entries<ChangeKind>(changeKinds);

it.each(['SCHEMA', 'GUARANTEE', 'GOVERNANCE', 'COMMERCIAL'])('the page prints the table of the axis %s', (axis) => {
  const rows = kinds
    .filter(([, kind]) => kind.axis === axis)
    .map(([name, { severity, bump, sentence }]) => `| \`${name}\` | ${severity} | ${bump} | ${sentence} |`);
  expect(page).toContain(
    ['| Kind | Severity | Asks for | What happens |', '|---|---|---|---|', ...rows, ''].join('\n'),
  );
});

it('what breaks asks for a major version, and nothing else does', () => {
  const against = kinds.filter(([, { severity, bump }]) => (severity === 'BREAKING') !== (bump === 'MAJOR'));
  expect(against).toEqual([]);
});
