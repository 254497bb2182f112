// What a reload is held against: rules over rows count like those over fields, also when they are gone.
import { describe, expect, test } from 'vitest';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { personas } from '../../../policies/personas.ts';
import { matrixOf, printMatrix } from '../../../policies/review/matrix.ts';
import { requireReviewed } from '../../../policies/review/reviewed-table.ts';
import { hasRole } from '../../../policies/vocabulary.ts';
import { compileSmall, domainPolicy, smallClassifications } from '../../support/small-policy.ts';

const classifications = new Map(
  [...smallClassifications].map(([coordinate, one]) => [coordinate, { ...one, rowFiltered: true as const }]),
);
const withRows = compileSmall([{ ...domainPolicy({}), rows: { Customer: hasRole('counsel') } }], { classifications });
const without = compileSmall([domainPolicy({})], { classifications });

async function review(policy: CompiledPolicy, reviewed: CompiledPolicy, former: CompiledPolicy | null) {
  const golden = printMatrix(await matrixOf(reviewed, personas));
  const files = { golden } as Parameters<typeof requireReviewed>[1]['files'];
  return requireReviewed(policy, { files, personas }, former).then(
    () => 'reviewed',
    ({ message }: Error) => message,
  );
}

describe.each([
  ['at a start', false],
  ['at a reload', true],
])('%s', (_when, isReload) => {
  test('a rule over rows that is gone is a change', async () => {
    expect(await review(without, withRows, isReload ? withRows : null)).toMatch(/Customer/);
  });

  test('a rule over rows that is new is a change', async () => {
    expect(await review(withRows, without, isReload ? without : null)).toMatch(/Customer/);
  });

  test('what the table shows is reviewed', async () => {
    expect(await review(withRows, withRows, isReload ? without : null)).toBe('reviewed');
    expect(await review(without, without, isReload ? withRows : null)).toBe('reviewed');
  });
});
