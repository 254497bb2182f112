import { describe, expect, test } from 'vitest';
import type { ContractChange } from '../../../../schema/contract-changes/contract-change.ts';
import { type Evidence, judge } from '../../../../subgraphs/metadata/registry/verdict/verdict.ts';
import type { CoordinateUse } from '../../../../subgraphs/metadata/usage/queries/traffic.ts';

const removal: ContractChange = {
  coordinate: 'Order.note',
  axis: 'SCHEMA',
  kind: 'FIELD_REMOVED',
  severity: 'BREAKING',
  before: null,
  after: null,
  message: 'Order.note is removed.',
};

const at = new Date('2026-03-01T12:00:00Z');

function use(client: string, more: Partial<CoordinateUse> = {}): CoordinateUse {
  return {
    coordinate: 'Order.note',
    operationHash: 'a'.repeat(64),
    operationName: 'Notes',
    client,
    requests: 5,
    firstSeen: at,
    lastSeen: at,
    ...more,
  };
}

function evidence(
  uses: readonly CoordinateUse[],
  more: { covers?: boolean; complete?: boolean; elsewhere?: boolean } = {},
): Evidence {
  const { covers = true, complete = true, elsewhere = false } = more;
  return {
    traffic: { uses, coversWindow: covers, knownSince: at },
    downstream: { coordinates: [], products: [], complete },
    isServedElsewhere: elsewhere,
  };
}

describe('a field that goes', () => {
  test.each([
    ['breaks whoever asks for it', evidence([use('shop')]), 'BREAKS_CONSUMERS'],
    [
      'breaks whoever asks for it, also where not all traffic is known',
      evidence([use('shop')], { covers: false }),
      'BREAKS_CONSUMERS',
    ],
    ['is unused when all traffic is known and nobody asked', evidence([]), 'UNUSED_IN_WINDOW'],
    ['is not known to be unused when traffic has gaps', evidence([], { covers: false }), 'UNKNOWN_NO_TRAFFIC_DATA'],
    [
      'is not known to be unused when it is not known what is made from it',
      evidence([], { complete: false }),
      'UNKNOWN_NO_TRAFFIC_DATA',
    ],
    [
      'breaks nobody when another product goes on serving it',
      evidence([use('shop')], { elsewhere: true }),
      'NOT_BREAKING',
    ],
  ])('%s', (_, known, verdict) => {
    expect(judge(removal, known).verdict).toBe(verdict);
  });

  test('names each consumer once, whoever asks for most first, with an operation counted once however much it touches', () => {
    const other = 'b'.repeat(64);
    const { affected } = judge(
      removal,
      evidence([
        use('shop'),
        use('shop', { coordinate: 'Customer.lastNote' }),
        use('crm', { requests: 40 }),
        use('crm', { operationHash: other, requests: 2 }),
      ]),
    );
    expect(
      affected.consumers.map(({ consumer, requests, operations }) => [consumer, requests, operations.length]),
    ).toEqual([
      ['crm', 42, 2],
      ['shop', 5, 1],
    ]);
  });
});

test('a change that is not breaking breaks nobody, whoever uses it', () => {
  expect(judge({ ...removal, severity: 'WARNING' }, evidence([use('shop')])).verdict).toBe('NOT_BREAKING');
});
