// An answer and its operation in other forms: tables, CSV, a command, TypeScript.
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { asCsv } from '../../../../portal/source/playground/result/as-csv.ts';
import { asCurl } from '../../../../portal/source/playground/result/as-curl.ts';
import { asTypeScript } from '../../../../portal/source/playground/result/as-typescript.ts';
import { type Cell, resultTables } from '../../../../portal/source/playground/result/result-tables.ts';
import { waterfallOf } from '../../../../portal/source/playground/result/waterfall.ts';

describe('tables', () => {
  test('a list is a table, objects are dotted names, and lists in rows stand below each other beside what is around them', () => {
    const customer = {
      name: 'Ada',
      orders: {
        nodes: [
          { id: 1, total: { amount: '2.50' }, lines: [{ product: 'a' }, { product: 'b' }], tags: ['x', 'y'] },
          { id: 2, total: null, lines: [] },
        ],
      },
    };
    expect(resultTables({ customer })).toEqual([
      {
        path: 'customer.orders.nodes',
        columns: ['id', 'total.amount', 'tags', 'lines.product', 'total', 'lines'],
        rows: [
          [1, '2.50', 'x, y', 'a', undefined, undefined],
          [1, '2.50', 'x, y', 'b', undefined, undefined],
          [2, undefined, undefined, undefined, null, ''],
        ],
      },
    ]);
  });

  test.each([
    [
      'several lists are several tables, the longest first',
      { a: [{ x: 1 }], b: { c: [{ y: 1 }, { y: 2 }] } },
      ['b.c', 'a'],
    ],
    ['an answer without lists is one row', { customer: { name: 'Ada' } }, ['']],
    ['no answer is no table', null, []],
  ])('%s', (_, data, paths) => {
    expect(resultTables(data).map(({ path }) => path)).toEqual(paths);
  });

  test('lists beside each other do not multiply', () => {
    const rows = [{ a: [{ x: 1 }, { x: 2 }, { x: 3 }], b: [{ y: 1 }, { y: 2 }] }];
    expect(resultTables({ rows })[0]?.rows).toEqual([
      [1, 1],
      [2, 2],
      [3, undefined],
    ]);
  });

  test('an object stands beside each element of a list, but a list of one is no object, however deep it is', () => {
    const paid = { currency: 'EUR', by: [{ amount: 100 }] };
    const rows = [{ lines: [{ no: 1 }, { no: 2 }], total: { paid }, payments: [{ amount: 100 }] }];
    expect(resultTables({ rows })[0]).toMatchObject({
      columns: ['total.paid.currency', 'lines.no', 'total.paid.by.amount', 'payments.amount'],
      rows: [
        ['EUR', 1, 100, 100],
        ['EUR', 2, undefined, undefined],
      ],
    });
  });
});

/** By RFC 4180, written from its grammar. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    record.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}

describe('CSV', () => {
  const csv = (...cells: (Cell | undefined)[]) => asCsv({ path: '', columns: [], rows: [cells] }).split('\r\n')[1];

  test.each<[string, Cell | undefined, string]>([
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'a"b', '"a""b"'],
    ['a line end', 'a\nb', '"a\nb"'],
    ['nothing', null, ''],
    ['no field', undefined, ''],
    ['a number', -1.5, '-1.5'],
    ['an amount', '-12.50', '-12.50'],
    ['a formula', '=1+1', `"'=1+1"`],
    ['a formula in quotes', '=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
    ['a command', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a sign that is no number', '-2+3', `"'-2+3"`],
    ['a number with an exponent', '+1.5e-3', '"+1.5e-3"'],
    ['a sign in full width', '\uff1d1', `"'\uff1d1"`],
    ['a tab before a formula', '\t=1', `"\t'=1"`],
    ['blanks before a formula', ' \u00a0\u3000=1', `" \u00a0\u3000'=1"`],
    ['what nobody sees before a formula', '\u200b\0=1', `"\u200b\0'=1"`],
    ['a semicolon before a formula', 'a;=1', `"a;'=1"`],
    ['a semicolon, quotes and a blank before a formula', 'a;"" =1', `"a;"""" '=1"`],
    ['a line end before a formula', 'a\n=1', `"a\n'=1"`],
    ['signs inside of words', 'a=b; c-d, e@f', '"a=b; c-d, e@f"'],
    ['a time', '2026-01-02T03:04:05.678Z', '2026-01-02T03:04:05.678Z'],
  ])('%s', (_, cell, text) => {
    expect(csv('x', cell, 'y')).toBe(`x,${text},y`);
  });

  test('names of columns are no formulas either', () => {
    expect(asCsv({ path: '', columns: ['=a'], rows: [] })).toBe(`"'=a"\r\n`);
  });

  test('a text cannot make a formula of the number before it where commas are decimal', () => {
    expect(asCsv({ path: '', columns: [], rows: [[-1, "2+cmd|'/C calc'!A0"]] })).toContain(`-1,"2+cmd|'/C calc'!A0"`);
  });

  test('whatever is in it, readers find the same cells, and none that a spreadsheet of any locale would run', () => {
    const cell = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'a",;\n\r=+-@|\t1. \u3000\u200b\uff1d') }),
      fc.constantFrom('-1.5', '+2', '-3e5'),
    );
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, (rows) => {
        const text = asCsv({ path: '', columns: ['a', 'b'], rows });
        const read = readCsv(text).slice(1);
        expect(read.map((row) => row.map((each) => each.replaceAll("'", '')))).toEqual(rows);
        // Read as it is meant, and by a program that splits elsewhere and knows no quotes.
        const cells = [...read.flat(), ...text.split(/[;\t\r\n]/)];
        expect(cells.filter((each) => !harmlessCell.test(each))).toEqual([]);
      }),
    );
  });

  test('of a long text of nothing but blanks, it is made in a moment', () => {
    expect(csv('', '\t'.repeat(200_000), '')).toHaveLength(200_004);
  });
});

/** Its first character that is seen is no sign, or it begins with one plain number. */
const harmlessCell = /^[\s\p{C}"]*(?:[^\s\p{C}"=+\-@|%\uff1d]|$)|^"?[+-]?\d+(\.\d+)?(e[+-]?\d+)?"?(,|$)/iu;

describe('a command', () => {
  const url = 'http://127.0.0.1:4000/graphql';

  test('holds no token but the name of a variable', () => {
    expect(asCurl(url, { query: '{ a }' }, { isAnonymous: false })).toBe(
      `curl 'http://127.0.0.1:4000/graphql' \\
  -H 'content-type: application/json' \\
  -H "authorization: Bearer $TOKEN" \\
  --data-raw '{"query":"{ a }"}'`,
    );
    expect(asCurl(url, { query: '{ a }' }, { isAnonymous: true })).not.toContain('TOKEN');
  });

  test('of a subscription takes events', () => {
    const command = asCurl(url, { query: 'subscription S { a }', operationName: 'Other' }, { isAnonymous: true });
    expect(command).toContain('curl -N');
    expect(command).toContain("-H 'accept: text/event-stream'");
    expect(command).not.toContain('Other');
  });

  test('a shell hands on what was asked, to the letter', () => {
    const texts = fc.sample(
      fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', '`', '!', '\n', ' ', 'a', 'é') }),
      20,
    );
    for (const text of texts) {
      const query = `{ a(text: ${JSON.stringify(text)}) }`;
      const command = asCurl(url, { query, variables: { text } }, { isAnonymous: true });
      const printed = execFileSync('sh', ['-c', `curl() { for last; do :; done; printf %s "$last"; }; ${command}`]);
      expect(JSON.parse(printed.toString())).toEqual({ query, variables: { text } });
    }
  });
});

describe('TypeScript', () => {
  const schema = buildSchema(`
    type Query { customer(id: ID!): Customer } enum Region { EAST WEST }
    type Customer { name: String! region: Region orders: [Order!]! } type Order { total: Float }`);
  const url = 'http://127.0.0.1:4000/graphql';

  test('has the types of what is asked, and a function that sends it', () => {
    const text = asTypeScript(schema, url, {
      query:
        'query Find($id: ID!) { customer(id: $id) { label: name region orders { ...F } } } fragment F on Order { total }',
    });
    expect(text).toContain(`export type FindData = {
  readonly customer: {
    readonly label: string;
    readonly region: ('EAST' | 'WEST') | null;
    readonly orders: ReadonlyArray<{
      readonly total: number | null;
    }>;
  } | null;
};`);
    expect(text).toContain(`export type FindVariables = {
  readonly id: string;
};`);
    expect(text).toContain('export async function fetchFind(variables: FindVariables, token?: string)');
    expect(text).toContain('operationName: "Find"');
  });

  test.each([
    ['what is not known', '{ unknown }', 'Cannot query field'],
    [
      'several operations',
      'query A { customer(id: 1) { name } } query B { customer(id: 1) { name } }',
      'several operations',
    ],
  ])('says why there is none for %s', (_, query, words) => {
    expect(() => asTypeScript(schema, url, { query })).toThrow(words);
  });
});

describe('a waterfall', () => {
  const fetched = (subgraph: string, startMs: number, durationMs: number) => ({
    subgraph,
    status: 'ok',
    startMs,
    durationMs,
    representations: 0,
    responseBytes: 0,
  });

  test('tells what ran at the same time from what waited', () => {
    const { bars, steps, totalMs, busyMs } = waterfallOf([
      fetched('customers', 0, 10),
      fetched('support', 10.1, 30),
      fetched('orders', 10, 10),
      fetched('catalog', 40, 10),
    ]);
    expect(bars.map(({ subgraph, step }) => `${step} ${subgraph}`)).toEqual([
      '1 customers',
      '2 orders',
      '2 support',
      '3 catalog',
    ]);
    expect([steps, totalMs, busyMs]).toEqual([3, 50, 60]);
    expect(bars[1]).toMatchObject({ left: 0.2, width: 0.2 });
  });

  test('of nothing is empty', () => {
    expect(waterfallOf([])).toEqual({ bars: [], steps: 0, totalMs: 0, busyMs: 0 });
  });
});
