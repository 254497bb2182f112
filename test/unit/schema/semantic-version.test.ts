import { describe, expect, test } from 'vitest';
import { compareVersions, nextPatch } from '../../../schema/semantic-version.ts';

describe('the order of versions', () => {
  // The example of semver.org, section 11, and numbers that text would sort wrongly.
  const ascending = [
    '0.9.0',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-beta',
    '1.0.0-beta.2',
    '1.0.0-beta.11',
    '1.0.0-rc.1',
    '1.0.0',
    '1.0.2',
    '1.0.10',
    '1.2.0',
    '2.0.0',
    '10.0.0',
  ];
  test('is that of semver.org, however they come', () => {
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
    expect(ascending.map((version) => compareVersions(version, version))).toEqual(ascending.map(() => 0));
  });
});

test.each([
  ['1.0.0', '1.0.1'],
  ['1.9.9', '1.9.10'],
  ['2.0.0-rc.1', '2.0.0'],
])('after %s the lowest release is %s', (version, next) => {
  expect(nextPatch(version)).toBe(next);
});
