import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { packageFile, packageRoot } from '../../../kit/package-files.ts';

test('files are found from the root of the package', () => {
  expect(existsSync(packageFile('kit/package-files.ts'))).toBe(true);
  expect(packageFile('kit')).toBe(`${packageRoot()}/kit`);
});
