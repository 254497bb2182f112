// Policy sources become rules of this process, whatever they look like; what is wrong with them is found with file and line.
import { describe, expect, test } from 'vitest';
import { packageFile } from '../../../kit/package-files.ts';
import { compileDomainPolicy } from '../../../policies/compile.ts';
import { loadRules } from '../../../policies/reload/load-rules.ts';
import { readRuleFiles, ruleFiles } from '../../../policies/reload/rule-files.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { hasScope } from '../../../policies/vocabulary.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';

const repository = await readRuleFiles(packageFile('policies'));

/** The repository's files with some replaced; null takes one away. */
function changed(changes: Readonly<Record<string, string | null>>) {
  const sources = new Map(repository.sources);
  for (const [path, text] of Object.entries(changes))
    if (text === null) sources.delete(path);
    else sources.set(path, text);
  return ruleFiles('/etc/policies', sources, null);
}

const text = (path: string): string => repository.sources.get(path)!;

describe('rules loaded from files', () => {
  test('decide as those that are compiled into the process', async () => {
    const { schema, ...facts } = composeRealSupergraph();
    const { rules } = await loadRules(repository);
    const doors = (policy: ReturnType<typeof compileDomainPolicy>) =>
      policy.coordinates.map(({ coordinate, door: { conjuncts, mask } }) => [
        coordinate,
        conjuncts.map(({ layer, name, reason }) => [layer, name, reason]),
        mask?.name,
      ]);
    expect(doors(compileDomainPolicy(schema, facts, rules))).toEqual(
      doors(compileDomainPolicy(schema, facts, repositoryRules)),
    );
  });

  test('are made of the words that derived rules are made of', async () => {
    const source = `import { hasScope } from './vocabulary.ts';
      const rules = { Query: { a: hasScope('a:b') } };
      export const repositoryRules = { guardrails: [], domains: [{ subgraph: 'a', domain: 'a', masks: {}, rules }] };`;
    const loaded = await loadRules(changed({ 'rules.ts': source }));
    expect((loaded.rules.domains[0]!.rules.Query as { a: unknown }).a).toBe(hasScope('a:b'));
  });

  test('may use a word that is new as well', async () => {
    const files = changed({
      'vocabulary.ts': `${text('vocabulary.ts')}\nexport const isNight = claim('isNight', 'the night', () => false);\n`,
      'domains/customers.ts': `import { isNight } from '../vocabulary.ts';
        export const customers = { subgraph: 'customers', domain: 'customers', rules: { Customer: isNight }, masks: {} };`,
    });
    const { rules } = await loadRules(files);
    expect(rules.domains.find(({ domain }) => domain === 'customers')?.rules.Customer).toMatchObject({
      name: 'isNight',
    });
  });

  test('are named by every byte of them, also where the text of a rule does not change', async () => {
    const one = changed({ 'domains/orders.ts': `${text('domains/orders.ts')}\nexport const limit = 1;` });
    const other = changed({ 'domains/orders.ts': `${text('domains/orders.ts')}\nexport const limit = 2;` });
    expect(one.digest).not.toBe(other.digest);
  });

  test('may be compiled ones', async () => {
    const files = changed({
      'rules.ts': null,
      'rules.js':
        "import { orders } from './domains/o.js'; export const repositoryRules = { guardrails: [], domains: [orders] };",
      'domains/o.js': "export const orders = { subgraph: 'o', domain: 'o', rules: {}, masks: {} };",
    });
    expect((await loadRules(files)).rules.domains).toHaveLength(1);
  });
});

const customers = 'domains/customers.ts';
const source = `import type { DomainPolicy } from '../domain-policy.ts';
import { or } from '../shield.ts';
import { hasScope } from '../vocabulary.ts';

export const customers: DomainPolicy = {
  subgraph: 'customers',
  domain: 'customers',
  rules: { Customer: { email: or(hasScope('a:b'), hasScope('c:d')) } },
  masks: {},
};
`;

const faults: readonly [string, Readonly<Record<string, string | null>>, RegExp][] = [
  ['broken syntax', { [customers]: source.replace('rules: {', 'rules: {{') }, /^domains\/customers\.ts:\d+: Expected/m],
  ['half a file', { [customers]: source.slice(0, -40) }, /^domains\/customers\.ts:\d+: /m],
  [
    'an empty file',
    { [customers]: '' },
    /^rules\.ts:\d+: Import "customers" .* the file "domains\/customers\.ts" has no exports/m,
  ],
  ['an empty rules.ts', { 'rules.ts': '' }, /Import "repositoryRules" .* the file "rules\.ts" has no exports/],
  ['a file that is gone', { [customers]: null }, /^rules\.ts:\d+: "domains\/customers\.ts" is not in \/etc\/policies/m],
  ['no rules.ts', { 'rules.ts': null }, /"rules\.ts" is not in \/etc\/policies/],
  [
    'a word that does not exist',
    { [customers]: source.replaceAll('hasScope', 'hasScop') },
    /^domains\/customers\.ts:\d+: No matching export in "vocabulary\.ts" for import "hasScop"/m,
  ],
  [
    'a rule that graphql-shield does not have',
    { [customers]: source.replaceAll(/\bor\b/g, 'nor') },
    /^domains\/customers\.ts:\d+: No matching export in "shield\.ts" for import "nor"/m,
  ],
  [
    'a package that policies do not use',
    { [customers]: `import 'lodash';\n${source}` },
    /^domains\/customers\.ts:1: "lodash" is neither/m,
  ],
  [
    'a way out of the policies',
    { [customers]: `import '../../gateway/gateway.ts';\n${source}` },
    /^domains\/customers\.ts:1: ".*gateway\.ts" is neither/m,
  ],
  [
    'an exception while it is loaded',
    { [customers]: `${source}\nfunction fail() {\n  throw new Error('no luck');\n}\nfail();\n` },
    /^domains\/customers\.ts:\d+: no luck/m,
  ],
  ['a value that is no error', { [customers]: `${source}\nthrow 'no luck';\n` }, /^rules\.ts: no luck/m],
  [
    'an await at the top',
    { [customers]: `${source}\nawait Promise.resolve();\n` },
    /^domains\/customers\.ts:\d+: Top-level await/m,
  ],
  [
    'a persona whose token says less than a caller has',
    {
      'personas.ts': "export const personas = [{ id: 'app', claims: { sub: 'a', roles: [] } }];",
    },
    /personas\[0\]\.claims\.scope/,
  ],
  [
    'rules that are no list',
    { 'rules.ts': 'export const repositoryRules = { guardrails: {}, domains: [] };' },
    /guardrails/,
  ],
  [
    'a domain without rules',
    { 'rules.ts': "export const repositoryRules = { guardrails: [], domains: [{ subgraph: 'a', domain: 'a' }] };" },
    /repositoryRules\.domains\[0\]\.rules/,
  ],
];

describe('sources that are refused', () => {
  test.each(faults)('%s', async (_, changes, message) => {
    const refusal = await loadRules(changed(changes)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({
      name: 'GordianError',
      code: 'POLICY_INVALID',
      message: expect.stringMatching(message),
    });
  });
});

test('a guardrail that fails when it is asked about a field is found as well', async () => {
  const file = 'guardrails/held-for-counsel.ts';
  const source = text(file).replace('!classification?.legalHold', '!clasification?.legalHold');
  const { rules } = await loadRules(changed({ [file]: source }));
  const { schema, ...facts } = composeRealSupergraph();
  const line = source.slice(0, source.indexOf('!clasification')).split('\n').length;
  expect(() => compileDomainPolicy(schema, facts, rules)).toThrow(
    `The policy cannot be loaded.\n${file}:${line}: clasification is not defined`,
  );
});
