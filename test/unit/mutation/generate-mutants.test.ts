// The mutants are generated: what a guard of each form becomes, and that the reviewed list of equivalent ones speaks of mutants
// that there are.
import { describe, expect, test } from 'vitest';
import { allMutants } from '../../mutation/all-mutants.ts';
import { readEquivalentMutants } from '../../mutation/equivalent-mutants.ts';
import { mutantsOf } from '../../mutation/generate-mutants.ts';
import { keyOf, mutated } from '../../mutation/mutant.ts';
import { listFiles } from '../../mutation/witnesses.ts';

const sourcesOf = (source: string, file = 'policies/some.ts') =>
  mutantsOf(file, source).map((mutant) => mutated(source, mutant));

describe('a guard becomes', () => {
  test.each<[string, string, readonly string[]]>([
    ['a condition that is forced', 'if (a) b;', ['if (true) b;', 'if (false) b;']],
    ['its contrary', 'x(!a);', [';', 'x(a);']],
    [
      'one of its halves, or either',
      'const c = a && b;',
      ['const c = (a);', 'const c = (b);', 'const c = ((a) || (b));'],
    ],
    ['another comparison', 'const c = a > b;', ['const c = (a >= b);', 'const c = (a <= b);']],
    ['some instead of every', 'const c = a.every(b);', ['const c = a.some(b);']],
    ['the contrary of a question', 'const c = a.includes(b);', ['const c = !a.includes(b);']],
    ['everything instead of a choice', 'const c = a.filter(b);', ['const c = a;']],
    ['a list without each of its elements', 'const c = [a, ...b];', ['const c = [...b];', 'const c = [a];']],
    ['a conjunction without each of its parts', 'const c = and(a, b);', ['const c = and(b);', 'const c = and(a);']],
    ['permission instead of refusal', "const f = () => 'deny';", ["const f = () => 'allow';"]],
    ['the other switch', 'const c = { yieldsToGrants: false };', ['const c = { yieldsToGrants: true };']],
    ['nothing, where it throws', 'function f() { throw e; }', ['function f() { ; }']],
    [
      'nothing, where a failure is caught',
      'f(() => { try { a } catch { return b; } });',
      [';', 'f(() => { try { a } catch { ; } });'],
    ],
    ['nothing, where a failure is handled', 'const c = a.then(b, d);', ['const c = a.then(b, undefined);']],
  ])('%s', (_name, source, expected) => {
    expect(sourcesOf(source)).toEqual(expected);
  });

  test('an entry of the rules that is left out', () => {
    const source = 'const p = { rules: { Customer: { email: a, name: b } }, masks: {} };';
    expect(sourcesOf(source, 'policies/domains/some.ts')).toEqual([
      'const p = { rules: {  }, masks: {} };',
      'const p = { rules: { Customer: {  name: b } }, masks: {} };',
      'const p = { rules: { Customer: { email: a,  } }, masks: {} };',
    ]);
  });
});

describe('left as it is', () => {
  test.each([
    ['what is decided about types', "type A = B extends C ? 'deny' : 'fault';"],
    ['the words of a message', "const c = a ? 'it is so' : 'it is otherwise';"],
    ['an import', "import { a } from './a.ts';"],
  ])('%s', (_name, source) => {
    expect(sourcesOf(source)).toEqual([]);
  });
});

const mutants = allMutants(listFiles());

test('every guarded source has mutants, each with a name of its own', () => {
  expect(mutants.length).toBeGreaterThan(1_500);
  const keys = mutants.map(keyOf);
  expect(new Set(keys).size).toBe(keys.length);
});

test('the list of equivalent mutants names only mutants that there are', () => {
  const keys = new Set(mutants.map(keyOf));
  expect([...readEquivalentMutants().keys()].filter((key) => !keys.has(key))).toEqual([]);
});
