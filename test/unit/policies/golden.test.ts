// Who may see what, over the real contracts, as a file that every change of policy shows in its diff; and the proof that the
// file would show it: each rule taken out alone changes what some persona sees.
import { describe, expect, test } from 'vitest';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import { compilePolicy } from '../../../policies/compiler/compile-policy.ts';
import type { CompiledPolicy, Door } from '../../../policies/compiler/compiled-policy.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import type { Guardrail } from '../../../policies/guardrails/guardrail.ts';
import { personas } from '../../../policies/personas.ts';
import { unclassifiedOf } from '../../../policies/review/coverage.ts';
import { matrixOf, printMatrix } from '../../../policies/review/matrix.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { allow, type Rule } from '../../../policies/shield.ts';
import type { Classification } from '../../../schema/artefact.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';

const { guardrails, domains } = repositoryRules;
const { schema, classifications, demands } = composeRealSupergraph();
const policy = compileDomainPolicy(schema, { classifications, demands });
const decisions = await decisionsOf(policy);

test('the table is the reviewed one', async () => {
  await expect(printMatrix(await matrixOf(policy, personas))).toMatchFileSnapshot('../../../policies/golden.txt');
});

describe('nothing sensitive is open by oversight', () => {
  test('every coordinate of the graph is classified by a contract', () => {
    expect(unclassifiedOf(policy)).toEqual([]);
  });

  test('anonymous sees nothing above PUBLIC', () => {
    const seen = [...decisions]
      .filter(([, [anonymous]]) => !anonymous!.startsWith('-'))
      .map(([coordinate]) => coordinate);
    // A type says whose records are seen, and nothing of their fields.
    const fields = seen.filter((coordinate) => coordinate.includes('.'));
    expect(fields.filter((coordinate) => classifications.get(coordinate)?.level !== 'PUBLIC')).toEqual([]);
  });

  test('personal data is clear for the steward only', () => {
    const isPersonal = (coordinate: string) =>
      classifications.get(coordinate)?.tags.some((tag) => tag.startsWith('pii'));
    const personal = policy.coordinates.filter(({ coordinate, kind }) => kind !== 'payload' && isPersonal(coordinate));
    const clear = personal.map(({ coordinate }) => decisions.get(coordinate)!.map((cell) => cell === 'allow'));
    expect(clear.length).toBeGreaterThan(5);
    expect(
      clear.filter(([anonymous, app, analyst, , ...others]) => anonymous || app || analyst || others.includes(true)),
    ).toEqual([]);
  });

  test('nobody reads a copy of what they may not read clear where it comes from', () => {
    const derived = [...classifications].flatMap(([coordinate, { derivedFrom = [] }]) =>
      derivedFrom.map((source) => ({ coordinate, source })),
    );
    expect(derived).toContainEqual({ coordinate: 'Customer360.healthScore', source: 'Customer.riskScore' });
    const open = derived.flatMap(({ coordinate, source }) =>
      personas
        .filter(
          (_, persona) => decisions.get(coordinate)![persona] !== '-' && decisions.get(source)![persona] !== 'allow',
        )
        .map(({ id }) => `${id}: ${coordinate} tells ${source}`),
    );
    expect(open).toEqual([]);
  });

  test('an e-mail address is masked for the application, denied to the analyst, clear for the steward', () => {
    expect(decisions.get('Customer.email')).toEqual(['-', 'mask', '-', 'allow', 'mask', 'mask', '-', '-', '-']);
    expect(decisions.get('CustomerFilter.email')).toEqual(['-', '-', '-', 'allow', '-', '-', '-', '-', '-']);
  });
});

describe('each rule taken out alone changes what some persona sees', () => {
  const rules = policy.coordinates.flatMap(({ door }) =>
    door.conjuncts.filter(({ layer }) => layer !== 'guardrail').map(({ name }) => name),
  );

  test.each([...new Set(rules)])('%s', async (asked) => {
    const weakened = withDoors((door) => ({ ...door, conjuncts: door.conjuncts.filter(({ name }) => name !== asked) }));
    expect(await decisionsOf(weakened)).not.toEqual(decisions);
  });

  const masks = policy.coordinates.flatMap(({ door }) => (door.mask === null ? [] : door.mask.name));

  test.each([...new Set(masks)])('the mask unless %s', async (asked) => {
    const clear = withDoors((door) => (door.mask?.name === asked ? { ...door, mask: null } : door));
    expect(await decisionsOf(clear)).not.toEqual(decisions);
  });
});

describe('each guardrail holds against domains that open everything', () => {
  test.each(guardrails)('$name', async (guardrail) => {
    const without = careless(guardrails.filter((other) => other !== guardrail));
    expect(await decisionsOf(without)).not.toEqual(await decisionsOf(careless(guardrails)));
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

  /** With one field that a contract forgot, one change that is PUBLIC, and limits of every kind: no real contract has all that. */
  function damaged() {
    const change = (coordinate: string, fields: Partial<Classification>): [string, Classification] => [
      coordinate,
      { ...classifications.get(coordinate)!, ...fields },
    ];
    const changed = new Map([
      ...classifications,
      change('Mutation.placeOrder', { level: 'PUBLIC' }),
      change('Customer.name', { residency: ['MOON'] }),
      change('Customer.region', { purposes: ['astronomy'] }),
      change('Customer.segment', { legalHold: true }),
    ]);
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
async function decisionsOf(compiled: CompiledPolicy): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await matrixOf(compiled, personas);
  return new Map(rows.map(({ coordinate, cells }) => [coordinate, cells]));
}
