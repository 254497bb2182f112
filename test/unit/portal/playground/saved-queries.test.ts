import { describe, expect, test } from 'vitest';
import { deepLinkOf, readDeepLink } from '../../../../portal/source/playground/saved/deep-link.ts';
import { fileNameOf, readSavedQuery, savedQueryText } from '../../../../portal/source/playground/saved/saved-query.ts';

describe('a saved query', () => {
  test('says in its first comment what it is for, and who keeps it', () => {
    const text = '# Orders of a day. With what\n# was sold.\n# owner: orders/orders\nquery Q { a }\n# no more\n';
    expect(readSavedQuery('sales/orders-of-a-day.graphql', text)).toEqual({
      file: 'sales/orders-of-a-day.graphql',
      text,
      title: 'Orders of a day',
      description: 'With what was sold.',
      owner: 'orders/orders',
      kind: 'query',
    });
  });

  test.each([
    ['without a comment is called like its file', 'sales/top.graphql', '{ a }', 'top', 'query'],
    ['that changes something is known as such', 'a.graphql', '# Writes\nmutation { a }', 'Writes', 'mutation'],
    ['that nobody can read is listed all the same', 'a.graphql', '# Broken\nquery {', 'Broken', null],
  ])('%s', (_, file, text, title, kind) => {
    expect(readSavedQuery(file, text)).toMatchObject({ title, kind });
  });

  test('is written so that it is read the same', () => {
    const text = savedQueryText(
      'Orders of a day',
      'With what was sold.',
      'orders/orders',
      '# An older comment\n\nquery Q { a }',
    );
    expect(text).toBe('# Orders of a day.\n# With what was sold.\n# owner: orders/orders\nquery Q { a }\n');
    expect(readSavedQuery('x.graphql', text)).toMatchObject({
      title: 'Orders of a day',
      description: 'With what was sold.',
      owner: 'orders/orders',
    });
  });

  test.each([
    ['Orders of a day!', 'orders-of-a-day.graphql'],
    ['../../etc/passwd', 'etc-passwd.graphql'],
    ['Größe', 'gro-e.graphql'],
    ['…', 'query.graphql'],
  ])('%s has the file name %s', (title, file) => {
    expect(fileNameOf(title)).toBe(file);
  });
});

describe('a link', () => {
  test('opens the query that it was made of', () => {
    const query = 'query Q($id: ID) { a(id: $id) } # ä & = ? +';
    const url = deepLinkOf('https://graph.example', { query, variables: { id: '1' }, operationName: 'Q' })!;
    expect(readDeepLink(new URL(url).searchParams)).toEqual({
      query,
      variables: '{"id":"1"}',
      operationName: 'Q',
      isMutation: false,
    });
  });

  test('says that it would change something', () => {
    expect(readDeepLink(new URLSearchParams({ query: 'mutation { a }' }))).toMatchObject({ isMutation: true });
    // The link names the harmless one, and whoever opens it may run the other.
    const both = { query: 'mutation M { a } query Q { b }', operation: 'Q' };
    expect(readDeepLink(new URLSearchParams(both))).toMatchObject({ isMutation: true });
  });

  test.each([
    ['without a query is none', {}, null],
    ['with an empty one is none', { query: ' ' }, null],
    ['that is too long is refused', { query: 'a'.repeat(8_001) }, { problem: expect.stringContaining('8000') }],
    ['with variables that are no JSON is refused', { query: '{ a }', variables: '{' }, { problem: expect.any(String) }],
    ['with variables that are a list is refused', { query: '{ a }', variables: '[]' }, { problem: expect.any(String) }],
  ])('%s', (_, search, expected) => {
    expect(readDeepLink(new URLSearchParams(search as Record<string, string>))).toEqual(expected);
  });

  test('is not made of what is too long for one', () => {
    expect(deepLinkOf('https://graph.example', { query: 'a'.repeat(8_001) })).toBeNull();
  });
});
