// The pages name files; every one of them must be there. Guides make up examples, so only the others are held to it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const pages = [
  'README.md',
  'policies/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file)),
];

const read = (page: string): string => readFileSync(join(root, page), 'utf8');

test.each(pages)('%s links only to files that exist', (page) => {
  const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map((match) =>
    normalize(join(dirname(page), match[1]!)),
  );
  expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

test.each(
  pages.filter((page) => !page.startsWith('docs/guides/')),
)('%s names only files and folders that exist', (page) => {
  const named = [
    ...read(page).matchAll(/`((?:kit|schema|policies|gateway|subgraphs|cli|portal|test|docs)\/[\w./-]*\w)`/g),
  ];
  const missing = named.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
