// Who may see what, over the real contracts, as a file that every change of policy shows in its diff; and the proof that the
// file would show it: each rule taken out alone changes what some persona sees.
import { describe, expect, test } from 'vitest';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import { compilePolicy } from '../../../policies/compile-policy.ts';
import type { CompiledPolicy, Door } from '../../../policies/compiled-policy.ts';
import { decisionTable, unclassifiedOf } from '../../../policies/coverage.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import type { Guardrail } from '../../../policies/guardrails/guardrail.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { allow, type Rule } from '../../../policies/shield.ts';
import { demoCallers } from '../../support/demo-callers.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';

const { guardrails, domains } = repositoryRules;
const { schema, classifications } = composeRealSupergraph();
const policy = compileDomainPolicy(schema, classifications);
const table = await decisionTable(policy, demoCallers);
const decisions = decisionsIn(table);

const legend = `# Who may see what: a row per coordinate, a column per persona of the demo, and what has to be passed.
# allow, mask, or - for denied; * where the arguments decide as well, which are none here.
# After a change of a rule, a contract or a persona: npx vitest run test/unit/policies/golden.test.ts -u, then read the diff.

`;

test('the table is the reviewed one', async () => {
  await expect(legend + table).toMatchFileSnapshot('../../../policies/golden.txt');
});

describe('nothing sensitive is open by oversight', () => {
  test('every coordinate of the graph is classified by a contract', () => {
    expect(unclassifiedOf(policy)).toEqual([]);
  });

  test('anonymous sees nothing above PUBLIC', () => {
    const seen = [...decisions]
      .filter(([, [anonymous]]) => !anonymous!.startsWith('-'))
      .map(([coordinate]) => coordinate);
    expect(seen.filter((coordinate) => classifications.get(coordinate)?.level !== 'PUBLIC')).toEqual([]);
  });

  test('personal data is clear for the steward only', () => {
    const isPersonal = (coordinate: string) =>
      classifications.get(coordinate)?.tags.some((tag) => tag.startsWith('pii'));
    const personal = policy.coordinates.filter(({ coordinate, kind }) => kind !== 'payload' && isPersonal(coordinate));
    const clear = personal.map(({ coordinate }) => decisions.get(coordinate)!.map((cell) => cell === 'allow'));
    expect(clear.length).toBeGreaterThan(5);
    expect(
      clear.filter(([anonymous, app, analyst, , fraudAnalyst]) => anonymous || app || analyst || fraudAnalyst),
    ).toEqual([]);
  });

  test('nobody reads a copy of what they may not read clear where it comes from', () => {
    const derived = [...classifications].flatMap(([coordinate, { derivedFrom = [] }]) =>
      derivedFrom.map((source) => ({ coordinate, source })),
    );
    expect(derived).toContainEqual({ coordinate: 'Customer360.healthScore', source: 'Customer.riskScore' });
    const open = derived.flatMap(({ coordinate, source }) =>
      [...demoCallers.keys()]
        .filter(
          (_, persona) => decisions.get(coordinate)![persona] !== '-' && decisions.get(source)![persona] !== 'allow',
        )
        .map((persona) => `${persona}: ${coordinate} tells ${source}`),
    );
    expect(open).toEqual([]);
  });

  test('an e-mail address is masked for the application, denied to the analyst, clear for the steward', () => {
    expect(decisions.get('Customer.email')).toEqual(['-', 'mask', '-', 'allow', 'mask']);
    expect(decisions.get('CustomerFilter.email')).toEqual(['-', '-', '-', 'allow', '-']);
  });
});

describe('each rule taken out alone changes what some persona sees', () => {
  const rules = policy.coordinates.flatMap(({ door }) =>
    door.conjuncts.filter(({ layer }) => layer !== 'guardrail').map(({ name }) => name),
  );

  test.each([...new Set(rules)])('%s', async (asked) => {
    const weakened = withDoors((door) => ({ ...door, conjuncts: door.conjuncts.filter(({ name }) => name !== asked) }));
    expect(decisionsIn(await decisionTable(weakened, demoCallers))).not.toEqual(decisions);
  });

  const masks = policy.coordinates.flatMap(({ door }) => (door.mask === null ? [] : door.mask.name));

  test.each([...new Set(masks)])('the mask unless %s', async (asked) => {
    const clear = withDoors((door) => (door.mask?.name === asked ? { ...door, mask: null } : door));
    expect(decisionsIn(await decisionTable(clear, demoCallers))).not.toEqual(decisions);
  });
});

describe('each guardrail holds against domains that open everything', () => {
  test.each(guardrails)('$name', async (guardrail) => {
    const all = await decisionTable(careless(guardrails), demoCallers);
    const without = await decisionTable(careless(guardrails.filter((other) => other !== guardrail)), demoCallers);
    expect(decisionsIn(without)).not.toEqual(decisionsIn(all));
  });

  function careless(guards: readonly Guardrail[]): CompiledPolicy {
    return compilePolicy({
      schema,
      classifications: damaged(),
      domains: domains.map(openAll),
      guardrails: guards,
      subgraph: null,
    });
  }

  /** With one field that a contract forgot and one change that is PUBLIC: the real contracts have neither. */
  function damaged() {
    const placeOrder = { ...classifications.get('Mutation.placeOrder')!, level: 'PUBLIC' as const };
    const changed = new Map([...classifications, ['Mutation.placeOrder', placeOrder]]);
    changed.delete('Product.name');
    return changed;
  }

  function openAll({ subgraph, domain }: DomainPolicy): DomainPolicy {
    const rules: Record<string, Record<string, Rule>> = {};
    for (const { coordinate, classification } of policy.coordinates) {
      const [type, field] = coordinate.split('.') as [string, string];
      if (classification?.domain === domain) rules[type] = { ...rules[type], [field]: allow };
    }
    return { subgraph, domain, rules, masks: {} };
  }
});

function withDoors(change: (door: Door) => Door): CompiledPolicy {
  return { ...policy, coordinates: policy.coordinates.map((rules) => ({ ...rules, door: change(rules.door) })) };
}

/** Coordinate -> one cell per persona. */
function decisionsIn(text: string): Map<string, string[]> {
  const rows = text
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(/ {2,}/));
  return new Map(rows.map(([coordinate, , ...cells]) => [coordinate!, cells.slice(0, demoCallers.size)]));
}
