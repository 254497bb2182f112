// The types of the portal's documents are those of the graph as it is now. `npm run generate:portal` writes them anew.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { typedDocuments } from '../../../portal/generate/typed-documents.ts';
import type { TypedDocument } from '../../../portal/source/graph/typed-document.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';

const source = join(import.meta.dirname, '../../../portal/source');
const { schema } = composeRealSupergraph();
/** Its fragments are for all. */
const shared = { folder: 'graph', files: documentsOf('graph') };
const folders = readdirSync(source, { withFileTypes: true })
  .filter((each) => each.isDirectory())
  .map(({ name }) => ({ folder: name, files: documentsOf(name) }))
  .filter(({ files }) => files.length > 0);

describe('the types of documents', () => {
  test.each(folders)('of $folder are those of the graph', async ({ folder, files }) => {
    const generated = join(source, 'generated', `${folder}.ts`);
    await expect(
      typedDocuments(schema, folder, files, folder === shared.folder ? undefined : shared),
    ).toMatchFileSnapshot(generated);
  });

  test.each(folders)('of $folder are sent with the fragments that they spread, and with no others', async ({
    folder,
  }) => {
    const generated = Object.values(await import(join(source, 'generated', `${folder}.ts`)));
    const documents = generated.filter((each): each is TypedDocument<unknown, unknown> => typeof each === 'object');
    expect(documents.flatMap(({ text }) => validate(schema, parse(text)))).toEqual([]);
  });

  test('are left of no folder without documents', () => {
    const generated = readdirSync(join(source, 'generated')).map((file) => file.replace(/\.ts$/, ''));
    expect(generated.filter((name) => !folders.some(({ folder }) => folder === name))).toEqual([]);
  });
});

function documentsOf(folder: string) {
  return readdirSync(join(source, folder))
    .filter((file) => file.endsWith('.graphql'))
    .sort()
    .map((file) => ({ file: `${folder}/${file}`, text: readFileSync(join(source, folder, file), 'utf8') }));
}
