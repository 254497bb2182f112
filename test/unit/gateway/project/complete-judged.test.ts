// What the projector writes where rows were judged: given the verdicts, whatever rules they come from.
import { buildSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { RowGuard } from '../../../../gateway/authorize/authorized-operation.ts';
import type { DataRecord, DataValue } from '../../../../gateway/execute/data-record.ts';
import { JsonBytes } from '../../../../gateway/execute/json-bytes.ts';
import { nothingLater } from '../../../../gateway/execute/later-fetches.ts';
import { prepareOperation } from '../../../../gateway/operation/prepare-operation.ts';
import { shapeOperation } from '../../../../gateway/operation/shape-operation.ts';
import { compileProjector } from '../../../../gateway/project/compile-projector.ts';
import type { RowVerdicts } from '../../../../gateway/project/judge-rows.ts';
import type { Denied, Masked } from '../../../../policies/decide/decisions.ts';
import { layoutOf, recordOf } from '../../../support/plain-data.ts';

const apiSchema = buildSchema(`
  type Query { user: User users: [User!] maybe: [User] }
  type User { id: ID name: String strict: String! friends: [User!] inner: Inner! }
  type Inner { value: String! }
`);

const byRow: RowGuard = { kind: 'row', rule: 'r', inputs: [] };
const denied = (code: Denied['code'] = 'FORBIDDEN'): Denied => ({
  kind: 'deny',
  code,
  layer: 'domain',
  rule: 'r',
  reason: 'no',
  brief: 'no',
  requestable: false,
});
const mask = (apply: Masked['apply']): Masked => ({ kind: 'mask', rule: 'r', mask: 'm', apply });

interface Given {
  /** Fields that are judged by the row. */
  readonly judged?: readonly string[];
  /** By the object of the data: what was decided of it; an object that is not here was not judged. */
  readonly verdicts: ReadonlyMap<
    object,
    { readonly hidden?: Denied; readonly fields?: Record<string, Denied | Masked> }
  >;
  /** Whether the rows of User are guarded. */
  readonly guardsRows?: boolean;
}

function project(query: string, data: Record<string, unknown>, { judged = [], verdicts, guardsRows = false }: Given) {
  const shape = shapeOperation(prepareOperation({ apiSchema }, { query, operationName: null }), {});
  const authorized = {
    shape,
    verdicts: shape.fields.map(({ coordinate }) => (judged.includes(coordinate) ? byRow : undefined)),
    key: '',
    ...(guardsRows && { rows: new Map([['User', byRow]]) }),
  };
  const layout = layoutOf(data);
  const records = new Map<unknown, DataValue>();
  const leaves = new JsonBytes(64);
  const root = recordOf(data, layout, leaves, records);
  const rows = new Map<DataRecord, RowVerdicts>(
    [...verdicts].map(([object, { hidden = null, fields = {} }]) => [
      records.get(object) as DataRecord,
      {
        hidden,
        fields: new Map(
          shape.fields.flatMap(({ slot, coordinate }) => (fields[coordinate] ? [[slot, fields[coordinate]]] : [])),
        ),
      },
    ]),
  );
  const fetched = {
    data: root,
    layout,
    leaves,
    failures: [],
    fetches: [],
    later: nothingLater,
    shared: new Set<never>(),
  };
  const projection = compileProjector(authorized)(fetched, { rows: { verdicts: rows, hidden: new Map() } });
  return {
    data: JSON.parse(projection.data.toString()) as unknown,
    errors: projection.errors.map(({ path, extensions }) => `${path.join('.')} ${extensions.code}`),
  };
}

const ann = { id: '1', name: 'Ann', strict: 'a' };
const bob = { id: '2', name: 'Bob', strict: 'b' };
const open = {};

describe('a field that the row decides', () => {
  test.each<[string, Denied | Masked | undefined, unknown, string[]]>([
    ['open', undefined, 'Ann', []],
    ['denied', denied(), null, ['user.name FORBIDDEN']],
    ['not decided', denied('POLICY_UNAVAILABLE'), null, ['user.name POLICY_UNAVAILABLE']],
    ['masked', mask((value) => `${String(value)[0]}***`), 'A***', []],
    ['masked by null', mask(() => null), null, []],
    [
      'masked by what fails',
      mask(() => {
        throw new Error('x');
      }),
      null,
      ['user.name POLICY_UNAVAILABLE'],
    ],
  ])('%s', (_how, verdict, name, errors) => {
    const verdicts = new Map([[ann, verdict ? { fields: { 'User.name': verdict } } : open]]);
    expect(project('{ user { name id } }', { user: ann }, { judged: ['User.name'], verdicts })).toEqual({
      data: { user: { name, id: '1' } },
      errors,
    });
  });

  test.each<[string, Denied | Masked, string[]]>([
    ['denied', denied(), ['user.strict FORBIDDEN']],
    ['masked by null', mask(() => null), ['user.strict NON_NULL_VIOLATION']],
    [
      'masked by what fails',
      mask(() => {
        throw new Error('x');
      }),
      ['user.strict POLICY_UNAVAILABLE'],
    ],
  ])('and is never null takes its object along when %s', (_how, verdict, errors) => {
    const verdicts = new Map([[ann, { fields: { 'User.strict': verdict } }]]);
    expect(project('{ user { strict } }', { user: ann }, { judged: ['User.strict'], verdicts })).toEqual({
      data: { user: null },
      errors,
    });
  });

  test('stays null, unmasked, where it is null', () => {
    const nobody = { id: '3', name: null };
    const verdicts = new Map([[nobody, { fields: { 'User.name': mask(() => 'made up') } }]]);
    expect(project('{ user { name } }', { user: nobody }, { judged: ['User.name'], verdicts }).data).toEqual({
      user: { name: null },
    });
  });

  test('is closed with its object when nobody has judged it', () => {
    expect(project('{ user { name } }', { user: ann }, { judged: ['User.name'], verdicts: new Map() })).toEqual({
      data: { user: null },
      errors: ['user POLICY_UNAVAILABLE'],
    });
  });

  test('is decided by its own object again after an object below it', () => {
    const parent = { ...ann, friends: [bob] };
    const verdicts = new Map([
      [parent, { fields: { 'User.name': denied() } }],
      [bob, {}],
    ]);
    const query = '{ user { friends { name } name } }';
    expect(project(query, { user: parent }, { judged: ['User.name'], verdicts })).toEqual({
      data: { user: { friends: [{ name: 'Bob' }], name: null } },
      errors: ['user.name FORBIDDEN'],
    });
  });
});

describe('a list', () => {
  test('goes on without hidden objects, wherever they stand', () => {
    const others = Array.from({ length: 5 }, (_, index) => ({ id: String(index) }));
    const verdicts = new Map(others.map((user, index) => [user, index % 2 === 0 ? { hidden: denied() } : open]));
    expect(project('{ users { id } }', { users: others }, { guardsRows: true, verdicts }).data).toEqual({
      users: [{ id: '1' }, { id: '3' }],
    });
  });

  test('may have nothing left', () => {
    const verdicts = new Map([
      [ann, { hidden: denied() }],
      [bob, { hidden: denied('UNAUTHENTICATED') }],
    ]);
    expect(project('{ users { id } }', { users: [ann, bob] }, { guardsRows: true, verdicts })).toEqual({
      data: { users: [] },
      errors: [],
    });
  });

  test('is null when an item is null for another reason, and what follows has its own path', () => {
    const broken = { id: '3', strict: null };
    const verdicts = new Map<object, object>([
      [ann, open],
      [broken, open],
    ]);
    const query = '{ users { strict } maybe { strict id } }';
    expect(
      project(query, { users: [ann, broken], maybe: [ann, broken, null] }, { guardsRows: true, verdicts }),
    ).toEqual({
      data: { users: null, maybe: [{ strict: 'a', id: '1' }, null, null] },
      errors: ['users.1.strict NON_NULL_VIOLATION', 'maybe.1.strict NON_NULL_VIOLATION'],
    });
  });

  test('of what is no list is refused', () => {
    expect(project('{ users { id } }', { users: ann }, { guardsRows: true, verdicts: new Map([[ann, open]]) })).toEqual(
      {
        data: { users: null },
        errors: ['users SUBGRAPH_BAD_RESPONSE'],
      },
    );
  });

  test('of what are no objects is refused', () => {
    expect(project('{ user { id } }', { user: 'Ann' }, { guardsRows: true, verdicts: new Map() })).toEqual({
      data: { user: null },
      errors: ['user SUBGRAPH_BAD_RESPONSE'],
    });
  });

  test('inside an object that is hidden is as if it were not there', () => {
    const inner = { id: '4', friends: [bob, ann] };
    const verdicts = new Map<object, object>([
      [inner, open],
      [bob, { hidden: denied() }],
      [ann, { fields: { 'User.name': denied() } }],
    ]);
    const query = '{ users { id friends { name } } }';
    expect(project(query, { users: [inner] }, { guardsRows: true, judged: ['User.name'], verdicts })).toEqual({
      data: { users: [{ id: '4', friends: [{ name: null }] }] },
      errors: ['users.0.friends.0.name FORBIDDEN'],
    });
  });
});
