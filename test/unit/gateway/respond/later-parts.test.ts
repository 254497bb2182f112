import { describe, expect, test } from 'vitest';
import type { LaterFetches } from '../../../../gateway/execute/later-fetches.ts';
import type { DeferredObject, FragmentInstance, Increment } from '../../../../gateway/project/deferred-object.ts';
import { prepareLaterParts } from '../../../../gateway/respond/later-parts.ts';
import type { AnswerPart } from '../../../support/federation/answer-parts.ts';

let index = 0;
const fragment = (
  label: string | null,
  path: FragmentInstance['path'],
  parent: FragmentInstance | null = null,
): FragmentInstance => ({ fragment: { index: index++, label, parent: parent?.fragment ?? null }, path, parent });

const fault = { message: 'no', path: ['user', 'name'], extensions: { code: 'FORBIDDEN' } };

const object = (
  id: string,
  fragments: readonly FragmentInstance[],
  increment: Partial<Increment> = {},
  path = fragments[0]!.path,
): DeferredObject => ({
  id,
  fragments,
  path,
  project: () => ({ data: `{"of":"${id}"}`, errors: [], deferred: [], ...increment }),
});

/** Fetches that are done when the test says so. */
function fetchesOnDemand() {
  const waiting = new Map<string, () => void>();
  const isEnded: string[] = [];
  const fetches: LaterFetches = {
    fetch: (id) => new Promise((resolve) => waiting.set(id, resolve)),
    end: () => void isEnded.push('ended'),
  };
  return { fetches, isEnded, finish: (id: string) => waiting.get(id)!() };
}

/** Everything that is sent when the fetches end in the given order: the first so many at once, each other after the part before. */
async function partsOf(deferred: readonly DeferredObject[], order: readonly string[], atOnce = 1) {
  const { fetches, isEnded, finish } = fetchesOnDemand();
  const later = prepareLaterParts({ deferred, fetches, hasLeft: () => false });
  const left = [...order];
  const finishNext = () => setImmediate(() => left.length > 0 && finish(left.shift()!));
  const parts: unknown[] = [{ pending: later.pending }];
  for (let finished = 0; finished < atOnce; finished++) finishNext();
  await later.deliver(async (payload) => {
    parts.push(JSON.parse(payload));
    finishNext();
  });
  expect(isEnded).toEqual(['ended']);
  return parts;
}

describe('later parts', () => {
  test('name a fragment once it is pending, bring its fields, and say that it is complete', async () => {
    const a = fragment('a', ['user']);
    expect(await partsOf([object('d0', [a])], ['d0'])).toEqual([
      { pending: [{ id: '0', path: ['user'], label: 'a' }] },
      { incremental: [{ id: '0', data: { of: 'd0' } }], completed: [{ id: '0' }], hasNext: false },
    ]);
  });

  test('come in the order in which they are ready', async () => {
    const [a, b] = [fragment('a', []), fragment(null, ['user'])];
    expect(await partsOf([object('d0', [a]), object('d1', [b])], ['d1', 'd0'])).toEqual([
      {
        pending: [
          { id: '0', path: [], label: 'a' },
          { id: '1', path: ['user'] },
        ],
      },
      { incremental: [{ id: '1', data: { of: 'd1' } }], completed: [{ id: '1' }], hasNext: true },
      { incremental: [{ id: '0', data: { of: 'd0' } }], completed: [{ id: '0' }], hasNext: false },
    ]);
  });

  test('bring what two fragments share once, and complete each with the last of its fields', async () => {
    const [a, b] = [fragment('a', ['user']), fragment('b', ['user'])];
    const objects = [object('d0', [a]), object('d1', [a, b]), object('d2', [b])];
    const [, ...parts] = await partsOf(objects, ['d1', 'd0', 'd2'], 2);
    expect(parts).toEqual([
      {
        incremental: [
          { id: '0', data: { of: 'd1' } },
          { id: '0', data: { of: 'd0' } },
        ],
        completed: [{ id: '0' }],
        hasNext: true,
      },
      { incremental: [{ id: '1', data: { of: 'd2' } }], completed: [{ id: '1' }], hasNext: false },
    ]);
  });

  test('pass over a fragment of which others have brought everything', async () => {
    const [a, b] = [fragment('a', ['user']), fragment('b', ['user'])];
    const inside = fragment('inside', ['user'], b);
    const [, ...parts] = await partsOf([object('d0', [a, inside]), object('d1', [b])], ['d0', 'd1']);
    expect(parts).toEqual([
      { incremental: [{ id: '0', data: { of: 'd0' } }], completed: [{ id: '0' }], hasNext: true },
      { incremental: [{ id: '1', data: { of: 'd1' } }], completed: [{ id: '1' }], hasNext: false },
    ]);
  });

  test('wait for fields of a fragment that become known with the fragment around it', async () => {
    const a = fragment('a', ['user']);
    const b = fragment('b', ['user'], a);
    const [c, other] = [fragment('c', ['user'], b), fragment('other', ['user'], a)];
    const ofB = object('d2', [b], { deferred: [object('d3', [c])] });
    const objects = [object('d0', [a], { deferred: [ofB] }), object('d1', [other, c])];
    const [, ...parts] = await partsOf(objects, ['d1', 'd0', 'd2', 'd3'], 2);
    expect(parts.map((part) => (part as AnswerPart).completed)).toEqual([
      [{ id: '0' }, { id: '1' }],
      [{ id: '2' }],
      [{ id: '3' }],
    ]);
    expect(parts.at(-1)).toMatchObject({ incremental: [{ id: '3', data: { of: 'd3' } }], hasNext: false });
  });

  test('bring nothing of a fragment that fails with the last of its fields', async () => {
    const a = fragment('a', ['user']);
    const objects = [object('d0', [a]), object('d1', [a], { data: null, errors: [fault] })];
    const [, ...parts] = await partsOf(objects, ['d0', 'd1'], 2);
    expect(parts).toEqual([{ completed: [{ id: '0', errors: [fault] }], hasNext: false }]);
  });

  test('say how far below its fragment an object is', async () => {
    const a = fragment('a', ['user']);
    const [, part] = await partsOf([object('d0', [a], {}, ['user', 'friends', 1])], ['d0']);
    expect(part).toMatchObject({ incremental: [{ id: '0', subPath: ['friends', 1] }] });
  });

  test('announce a fragment inside another when the other is complete', async () => {
    const a = fragment('a', ['user']);
    const b = fragment('b', ['user'], a);
    expect(await partsOf([object('d0', [a], { deferred: [object('d1', [b])] })], ['d0', 'd1'])).toEqual([
      { pending: [{ id: '0', path: ['user'], label: 'a' }] },
      {
        pending: [{ id: '1', path: ['user'], label: 'b' }],
        incremental: [{ id: '0', data: { of: 'd0' } }],
        completed: [{ id: '0' }],
        hasNext: true,
      },
      { incremental: [{ id: '1', data: { of: 'd1' } }], completed: [{ id: '1' }], hasNext: false },
    ]);
  });

  test('hold back what is ready before the fragment around it', async () => {
    const a = fragment('a', ['user']);
    const b = fragment('b', ['user'], a);
    const { fetches, finish } = fetchesOnDemand();
    const later = prepareLaterParts({
      deferred: [object('d0', [a]), object('d1', [b])],
      fetches,
      hasLeft: () => false,
    });
    finish('d1');
    const parts: unknown[] = [];
    setImmediate(() => finish('d0'));
    await later.deliver(async (payload) => void parts.push(JSON.parse(payload)));
    expect(later.pending).toHaveLength(1);
    expect(parts).toEqual([
      {
        pending: [{ id: '1', path: ['user'], label: 'b' }],
        incremental: [
          { id: '0', data: { of: 'd0' } },
          { id: '1', data: { of: 'd1' } },
        ],
        completed: [{ id: '0' }, { id: '1' }],
        hasNext: false,
      },
    ]);
  });

  test('tell errors with the fields that they belong to', async () => {
    const [, part] = await partsOf([object('d0', [fragment('a', ['user'])], { errors: [fault] })], ['d0']);
    expect(part).toMatchObject({ incremental: [{ id: '0', errors: [fault], data: { of: 'd0' } }] });
  });

  test('end every fragment to which a null moved up, with the errors and without what is inside', async () => {
    const a = fragment('a', ['user']);
    const [b, c] = [fragment('b', ['user']), fragment('c', ['user'], a)];
    const objects = [object('d0', [a, b], { data: null, errors: [fault] }), object('d1', [a]), object('d2', [c])];
    const [, part] = await partsOf(objects, ['d0']);
    expect(part).toEqual({
      completed: [
        { id: '0', errors: [fault] },
        { id: '1', errors: [fault] },
      ],
      hasNext: false,
    });
  });

  test('end when the client has left', async () => {
    const { fetches, isEnded } = fetchesOnDemand();
    const later = prepareLaterParts({ deferred: [object('d0', [fragment('a', [])])], fetches, hasLeft: () => true });
    await later.deliver(async () => expect.unreachable());
    expect(isEnded).toEqual(['ended']);
  });
});
