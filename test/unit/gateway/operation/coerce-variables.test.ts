import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { coerceVariables } from '../../../../gateway/operation/coerce-variables.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { GordianError } from '../../../../kit/errors.ts';

const apiSchema = buildSchema(`
  type Query { f(text: String, n: Int, e: Color, list: [Int!], input: Input, one: One): Int }
  enum Color { RED GREEN }
  input Input { name: String! color: Color = RED inner: Input items: [Input!] }
  input One @oneOf { a: Int b: Int }
`);

const variable = (type: string, argument: string) =>
  prepareOperation({ apiSchema }, { query: `query ($v: ${type}) { f(${argument}: $v) }`, operationName: null });

describe('variables take the types that the operation declares', () => {
  test.each([
    ['Int', 'n', { v: 3 }, { v: 3 }],
    ['Int = 5', 'n', {}, { v: 5 }],
    ['Int = 5', 'n', { v: null }, { v: null }],
    ['Int', 'n', {}, {}],
    ['[Int!]', 'list', { v: 4 }, { v: [4] }],
    ['Input', 'input', { v: { name: 'x' } }, { v: { name: 'x', color: 'RED' } }],
    ['Int', 'n', { v: 1, unused: 'x' }, { v: 1 }],
    ['Int', 'n', JSON.parse('{"v":1,"__proto__":{"v":2}}'), { v: 1 }],
  ])('%s', (type, argument, given, expected) => {
    expect({ ...coerceVariables(variable(type, argument), given) }).toEqual(expected);
  });
});

describe('a wrong value is refused by the name of the variable and the path, and never repeated', () => {
  const secret = '4111111111111111';
  test.each([
    ['Int', 'n', secret, 'Variable "$v" is not valid: expected "Int".'],
    ['Int!', 'n', null, 'Variable "$v" is not valid: expected "Int!".'],
    ['Int!', 'n', undefined, 'Variable "$v" of type "Int!" is required.'],
    ['Color', 'e', 'GREENISH4111111111111111', 'Variable "$v" is not valid: expected "Color".'],
    ['[Int!]', 'list', [1, secret], 'Variable "$v" is not valid at "[1]": expected "Int!".'],
    [
      'Input',
      'input',
      { [secret]: 1, name: 'x' },
      'Variable "$v" is not valid: it has a field that "Input" does not define.',
    ],
    ['Input', 'input', { color: secret, name: 'x' }, 'Variable "$v" is not valid at "color": expected "Color".'],
    [
      'Input',
      'input',
      { name: 'x', items: [{ name: secret, inner: {} }] },
      'Variable "$v" is not valid at "items[0].inner": "Input" requires the field "name".',
    ],
    ['Input', 'input', secret, 'Variable "$v" is not valid: expected "Input".'],
    ['One', 'one', { a: 1, b: 2 }, 'Variable "$v" is not valid: "One" takes exactly one of its fields.'],
  ])('%s %s %j', (type, argument, v, message) => {
    const refused = (() => {
      try {
        return coerceVariables(variable(type, argument), { v });
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(GordianError);
    expect(refused).toMatchObject({ code: 'BAD_USER_INPUT', message });
    expect(JSON.stringify((refused as GordianError).details)).not.toContain(secret);
  });
});

test('a long list of bad items ends at the first: each would cost an error with suggestions', () => {
  let read = 0;
  const items = new Proxy(new Array(10_000).fill('x'), {
    get: (list, key) => {
      if (typeof key === 'string' && /^\d+$/.test(key)) read++;
      return Reflect.get(list, key);
    },
  });
  expect(() => coerceVariables(variable('[Int!]', 'list'), { v: items })).toThrow('at "[0]"');
  expect(read).toBe(1);
});

describe('the number of values is limited, with defaults filled in', () => {
  test.each([
    ['items of a list', '[Int!]', 'list', [1, 2, 3], 3],
    ['fields of an input object, and its defaults', 'Input', 'input', { name: 'x' }, 2],
    ['what is in the items', 'Input', 'input', { name: 'x', items: [{ name: 'y' }] }, 3 + 1 + 2],
  ])('%s', (_, type, argument, v, values) => {
    const coerce = (maxVariableValues: number) =>
      coerceVariables(variable(type, argument), { v }, { maxVariableValues });
    expect(() => coerce(values - 1)).toThrow(
      `The operation has more values in its variables, counted for each field that takes them; at most ${values - 1} are allowed (setting limits.maxVariableValues).`,
    );
    expect(coerce(values)).toBeDefined();
  });
});
