// The reader of answers against JSON.parse and a plain walk over what it gives: the same data, and the same texts refused.
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAnswer } from '../../gateway/execute/answer-reader.ts';
import { compileAnswer } from '../../gateway/execute/answer-shape.ts';
import { JsonBytes } from '../../gateway/execute/json-bytes.ts';
import { NotJson } from '../../gateway/execute/json-scanner.ts';
import { Layout } from '../../gateway/execute/layout.ts';
import type { AnswerField } from '../../gateway/plan/plan.ts';
import { plainData } from '../support/plain-data.ts';

const runs = Number(process.env.GORDIAN_PROPERTY_RUNS ?? 3_000);
// Fixed for the usual run, so that a failure belongs to the change that made it.
const seed = process.env.GORDIAN_PROPERTY_RUNS ? undefined : 20_261_122;
const timeout = 60_000 + runs * 2;

const leaf = (responseName: string, keepAs = responseName): AnswerField => ({ responseName, keepAs, selections: null });
const node: readonly AnswerField[] = [
  leaf('__typename'),
  leaf('id'),
  leaf('sum__1', 'sum'),
  { responseName: 'next', keepAs: 'next', selections: [leaf('__typename'), leaf('id'), leaf('tags')] },
];
const asked: readonly AnswerField[] = [leaf('id'), { responseName: 'nodes', keepAs: 'list', selections: node }];

const names = ['id', 'sum__1', 'next', 'nodes', 'tags', '__typename', 'unasked', '__proto__', 'constructor', 'i\\d'];
const number = fc.constantFrom(
  '0',
  '-0',
  '1',
  '-7',
  '1.0',
  '1.50',
  '0.1',
  '-0.25',
  '1e2',
  '1E-7',
  '123456789012345678',
  '0.0000001',
  '9007199254740993',
  '1e21',
);
const string = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    '"\\u0041"',
    '"\\/"',
    '"\\n\\t\\\\"',
    '"\\""',
    '"é\\u00e9"',
    '"😀"',
    '"\\ud83d"',
    '"User"',
    '"\\u0055ser"',
  ),
);
const space = fc.constantFrom('', '', '', '', ' ', '\n\t', '\r\n  ');

const { value } = fc.letrec<{ value: string; list: string; object: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom('null', 'true', 'false'),
    number,
    string,
    tie('list'),
    tie('object'),
  ),
  list: fc
    .tuple(fc.array(tie('value'), { maxLength: 3 }), space)
    .map(([items, gap]) => `[${gap}${items.join(`${gap},${gap}`)}${gap}]`),
  object: fc
    .tuple(fc.array(fc.tuple(fc.constantFrom(...names), tie('value')), { maxLength: 5 }), space)
    .map(
      ([members, gap]) =>
        `{${gap}${members.map(([name, text]) => `"${name}"${gap}:${gap}${text}`).join(`${gap},`)}${gap}}`,
    ),
}));

const body = fc.tuple(value, value).map(([data, id]) => `{"data":{"id":${id},"nodes":${data}},"extensions":${id}}`);

describe('an answer that is read', () => {
  test('holds what JSON.parse finds of what was asked', { timeout }, () => {
    fc.assert(
      fc.property(body, (text) => {
        expect(told(read(text))).toEqual(told(expected(text)));
      }),
      { numRuns: runs, seed },
    );
  });

  test('with one character too many, too few or another one is refused exactly when JSON.parse refuses it', {
    timeout,
  }, () => {
    const damage = fc.tuple(
      body,
      fc.nat(),
      fc.constantFrom('', '"', '\\', '{', ']', ',', '0', '\u0001', 'x'),
      fc.boolean(),
    );
    fc.assert(
      fc.property(damage, ([text, place, character, replaces]) => {
        const at = place % text.length;
        // Half a surrogate pair does not cross a wire.
        const damaged = Buffer.from(text.slice(0, at) + character + text.slice(at + (replaces ? 1 : 0))).toString();
        expect(told(read(damaged))).toEqual(told(expected(damaged)));
      }),
      { numRuns: runs * 2, seed },
    );
  });

  test('that is cut anywhere is refused', () => {
    const text = '{"data":{"id":"a\\"b","nodes":[{"__typename":"X","sum__1":-1.5e3},null,true]},"errors":[{"a":[]}]}';
    for (let length = 0; length < text.length; length++) expect(read(text.slice(0, length))).toBe('refused');
  });
});

/** For comparison: zero has no sign in what JSON.stringify writes, and unknown is not null. */
function told(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data, (_, value) => (value === undefined ? '(unknown)' : value)));
}

/** As the executor would: data with leaves parsed, or 'refused'. */
function read(text: string): unknown {
  const layout = new Layout();
  const shape = compileAnswer(asked, layout);
  const leaves = new JsonBytes(8);
  try {
    const { data } = readAnswer(leaves, Buffer.from(text)).body((reader) => reader.object(shape));
    return data === null || data === undefined ? (data ?? 'no data') : plainData(data, layout, leaves);
  } catch (error) {
    if (error instanceof NotJson) return 'refused';
    throw error;
  }
}

function expected(text: string): unknown {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return 'refused';
  }
  if (!isObject(parsed)) return 'refused';
  if (!Object.hasOwn(parsed, 'data')) return Object.hasOwn(parsed, 'errors') ? 'no data' : 'refused';
  if (parsed.data === null) return null;
  return isObject(parsed.data) ? objectOf(parsed.data, asked) : 'no data';
}

function objectOf(object: Record<string, unknown>, fields: readonly AnswerField[]): Record<string, unknown> {
  const kept = fields.flatMap(({ responseName, keepAs, selections }) => {
    if (!Object.hasOwn(object, responseName)) return [];
    const found = object[responseName];
    if (responseName === '__typename') return typeof found === 'string' || found === null ? [[keepAs, found]] : [];
    if (selections) return compositeOf(found, selections).map((made) => [keepAs, made]);
    return isNestedAtMost(found, 100) ? [[keepAs, found]] : [];
  });
  return Object.fromEntries(kept);
}

/** @returns nothing for what is no object */
function compositeOf(found: unknown, fields: readonly AnswerField[]): readonly unknown[] {
  if (found === null) return [null];
  if (Array.isArray(found)) return [found.map((item) => compositeOf(item, fields)[0])];
  return isObject(found) ? [objectOf(found, fields)] : [];
}

const isObject = (found: unknown): found is Record<string, unknown> =>
  typeof found === 'object' && found !== null && !Array.isArray(found);

function isNestedAtMost(found: unknown, depth: number): boolean {
  if (typeof found !== 'object' || found === null) return true;
  return depth > 0 && Object.values(found).every((below) => isNestedAtMost(below, depth - 1));
}
