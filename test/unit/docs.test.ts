// The pages name files; every one of them must be there. Guides make up examples, so only the others are held to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'policies/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

describe.each(pages)('%s', (page) => {
  const text = readFileSync(join(root, page), 'utf8');

  test('links only to files that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) =>
      normalize(join(dirname(page), match[1]!)),
    );
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });

  test.skipIf(page.startsWith('docs/guides/'))('names only files and folders that exist', () => {
    const named = [
      ...text.matchAll(/`((?:kit|schema|policies|gateway|subgraphs|cli|portal|test|docs)\/[\w./-]*\w)`/g),
    ].map((match) => match[1]!);
    expect(named.filter((path) => !existsSync(join(root, path)) && !path.includes('dist'))).toEqual([]);
  });
});
