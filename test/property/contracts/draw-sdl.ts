// Draws small schemas from a few names, so that two of them have much in common and differ in every way that schemas can.
import fc from 'fast-check';

const objects = ['Query', 'Book', 'Shop'];
const interfaces = ['Node', 'Named'];
const inputs = ['Filter', 'Draft'];
const unions = ['Thing'];
const enums = ['Color', 'Size'];
const scalars = ['Url'];

const outputs = ['String', 'Int', ...objects.slice(1), ...interfaces, ...unions, ...enums, ...scalars];
const given = ['String', 'Int', ...inputs, ...enums, ...scalars];

function typeRef(names: readonly string[]): fc.Arbitrary<string> {
  const named = fc.constantFrom(...names);
  const wrappers = fc.constantFrom('T', 'T', 'T!', '[T]', '[T!]', '[T]!', '[T!]!', '[[T]!]');
  return fc.tuple(named, wrappers).map(([name, wrapper]) => wrapper.replace('T', name));
}

/** A type whose default fits it whatever else is drawn, or one without a default. */
const input = fc.oneof(
  { weight: 3, arbitrary: typeRef(given) },
  fc.constantFrom('Int = 1', 'Int = 2', 'Int! = 1', 'Int! = 2', '[Int!]! = [1]', '[Int]! = [1, 2]', 'String = "a"'),
);

function members<T>(
  names: readonly string[],
  entry: (name: string) => fc.Arbitrary<T>,
  minLength = 0,
): fc.Arbitrary<T[]> {
  return fc
    .subarray([...names], { minLength })
    .chain((chosen) => fc.tuple(...chosen.map(entry)) as unknown as fc.Arbitrary<T[]>);
}

const args = members(['first', 'after'], (name) => input.map((type) => `${name}: ${type}`)).map((list) =>
  list.length === 0 ? '' : `(${list.join(', ')})`,
);

const field = (name: string) => fc.tuple(args, typeRef(outputs)).map(([list, type]) => `${name}${list}: ${type}`);

const implemented = fc
  .subarray(interfaces)
  .map((names) => (names.length === 0 ? '' : ` implements ${names.join(' & ')}`));

function typeWithFields(keyword: string, name: string, kept: readonly string[] = []): fc.Arbitrary<string> {
  const fields = members(['id', 'title', 'owner'], field, 1);
  return fc
    .tuple(implemented, fields)
    .map(([clause, list]) => `${keyword} ${name}${clause} { ${[...kept, ...list].join(' ')} }`);
}

/** The leaves are always in use, because an enum that no field uses belongs to no product. */
const anchors = [...unions, ...enums, ...scalars].map((name) => `any${name}: ${name}`);

function definition(name: string): fc.Arbitrary<string> {
  const values = fc.subarray(['RED', 'GREEN', 'BLUE'], { minLength: 1 });
  if (name === 'Query') return typeWithFields('type', name, anchors);
  if (objects.includes(name))
    return fc.constantFrom('type', 'interface').chain((keyword) => typeWithFields(keyword, name));
  if (interfaces.includes(name)) return typeWithFields('interface', name);
  if (inputs.includes(name))
    return members(['a', 'b', 'c'], (each) => input.map((type) => `${each}: ${type}`), 1).map(
      (list) => `input ${name} { ${list.join(' ')} }`,
    );
  if (unions.includes(name))
    return fc.subarray(['Book', 'Shop'], { minLength: 1 }).map((list) => `union ${name} = ${list.join(' | ')}`);
  if (enums.includes(name)) return values.map((list) => `enum ${name} { ${list.join(' ')} }`);
  return fc.constantFrom(`scalar ${name}`, `enum ${name} { ONE }`);
}

const directive = fc
  .tuple(args, fc.boolean(), fc.subarray(['QUERY', 'FIELD', 'INLINE_FRAGMENT'], { minLength: 1 }))
  .map(
    ([list, repeatable, places]) =>
      `directive @cached${list} ${repeatable ? 'repeatable ' : ''}on ${places.join(' | ')}`,
  );

const names = [...objects, ...interfaces, ...inputs, ...unions, ...enums, ...scalars];

export const drawnSdl: fc.Arbitrary<string> = fc
  .tuple(fc.option(directive, { nil: '' }), fc.tuple(...names.map(definition)))
  .map(([first, definitions]) => [first, ...definitions].join('\n'));

/** Two schemas that differ in a few definitions. */
export const drawnPair: fc.Arbitrary<readonly [before: string, after: string]> = fc
  .tuple(drawnSdl, drawnSdl, fc.subarray(Array.from({ length: names.length + 1 }, (_, index) => index)))
  .map(([before, other, changed]) => {
    const [from, to] = [before.split('\n'), other.split('\n')];
    return [before, from.map((text, index) => (changed.includes(index) ? to[index]! : text)).join('\n')] as const;
  });

/** The same definitions, fields, arguments and values in another order. */
export function drawnShuffle(text: string): fc.Arbitrary<string> {
  const lines = text.split('\n');
  return fc.shuffledSubarray(lines, { minLength: lines.length }).map((shuffled) => shuffled.join('\n'));
}
