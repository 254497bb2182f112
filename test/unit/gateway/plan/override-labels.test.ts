import { describe, expect, test } from 'vitest';
import { createOverrideDecision } from '../../../../gateway/plan/override-labels.ts';

const clients = Array.from({ length: 2_000 }, (_, id) => `client ${id}`);

describe('the labels of @override', () => {
  test.each<[string, readonly string[], Record<string, number>, number, number]>([
    ['of no percentage hold for nobody', ['percent(0)'], {}, 0, 0],
    ['of all hold for everybody', ['percent(100)'], {}, 2_000, 2_000],
    ['of half hold for about half', ['percent(50)'], {}, 900, 1_100],
    ['may have a fraction', ['percent(0.5)'], {}, 1, 30],
    ['of a name hold as configured', ['new-prices'], { 'new-prices': 25 }, 400, 600],
    ['of a name without configuration hold for nobody', ['new-prices'], {}, 0, 0],
    ['that are configured win over the percentage they say', ['percent(100)'], { 'percent(100)': 0 }, 0, 0],
  ])('%s', (_, labels, percentages, least, most) => {
    const { decide } = createOverrideDecision(labels, percentages);
    const held = clients.filter((client) => decide(client).length > 0).length;
    expect(held).toBeGreaterThanOrEqual(least);
    expect(held).toBeLessThanOrEqual(most);
  });

  test('hold for a client always or never', () => {
    const [once, again] = [0, 1].map(() => createOverrideDecision(['percent(50)'], {}));
    for (const client of clients) expect(once!.decide(client)).toEqual(again!.decide(client));
  });

  test('of a smaller percentage hold only where those of a larger one do, so few sets of labels are possible', () => {
    const { decide } = createOverrideDecision(['a', 'percent(10)', 'percent(60)'], { a: 30 });
    const sets = new Set(clients.map((client) => decide(client).join()));
    expect([...sets].sort()).toEqual(['', 'a,percent(10),percent(60)', 'a,percent(60)', 'percent(60)']);
  });

  test('that nobody can decide are named', () => {
    expect(createOverrideDecision(['a', 'b', 'percent(5)'], { b: 1 }).undecided).toEqual(['a']);
  });
});
