// The features of ODCS 3.0 to 3.2, one fixture per chapter of the standard: each is read without an error, and means what it says.
// Then every value of every fixture is replaced by one of another shape: there is a finding or there is none, and never an exception.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import type { Contract } from '../../../../schema/contract/contract.ts';
import { isMet } from '../../../../schema/contract/quality-rule.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { serverKeys } from '../../../../schema/contract/server-types.ts';

const folder = 'test/fixtures/contracts/odcs';
const files = readdirSync(packageFile(folder));
const textOf = (file: string) => readFileSync(packageFile(`${folder}/${file}`), 'utf8');

function contractOf(file: string, warnings: readonly string[] = []): Contract {
  const { contract, problems } = readContract(textOf(file), file);
  expect(problems.map(({ severity, code, line }) => `${line} ${severity} ${code}`)).toEqual(warnings);
  return contract!;
}

it('fundamentals, description, context, team, support, roles and price', () => {
  const contract = contractOf('fundamentals.yaml');
  expect(contract).toMatchObject({
    product: 'harbour/berths',
    version: '4.1.0-rc.2',
    status: 'PROPOSED',
    tags: ['ships', 'planning'],
    description: { limitations: 'Ferries are not in it.' },
    owner: {
      id: 'harbour-office',
      onCall: 'harbour-watch',
      members: [{ username: 'mara', dateOut: '2026-05-01' }, { username: 'ole' }],
    },
    support: [{ channel: '#berths', scope: 'interactive' }, { tool: 'email' }],
    roles: [{ role: 'planners', access: 'read', firstLevelApprovers: 'mara', secondLevelApprovers: 'ole' }],
    price: { amount: 12.5, currency: 'NOK', unit: 'month' },
  });
});

it('the team, the rules and the units of ODCS 3.0', () => {
  const contract = contractOf('team-of-3-0.yaml');
  expect(contract.owner).toMatchObject({ id: 'harbour-office', members: [{ username: 'mara' }, { username: 'ole' }] });
  expect(contract.slas).toMatchObject([
    { id: 'freshness-Pilot-changedAt', thresholdSeconds: 172_800 },
    { id: 'retention', thresholdSeconds: 3 * 365 * 86_400 },
  ]);
  const [pilot] = contract.objects;
  expect(pilot?.quality).toMatchObject([
    { measure: { metric: 'rowCount' }, expectation: { operator: 'mustBeBetween', value: [5, 50] } },
  ]);
  expect(pilot?.fields[0]?.quality).toMatchObject([
    { measure: { metric: 'duplicateValues', fields: ['licence'] }, dimension: 'uniqueness', unit: 'rows' },
    {
      measure: { metric: 'invalidValues', valid: ['A', 'B', 'C'], pattern: null },
      expectation: { operator: 'mustBe', value: 0 },
    },
  ]);
});

it('types, fields, nested values, limits, sources, deprecation', () => {
  const contract = contractOf('schema.yaml');
  const field = (name: string) => contract.fields.get(`Ship.${name}`);
  expect(contract.objects[0]).toMatchObject({ physicalName: 'ship', tags: ['master'], deprecation: null });
  expect(contract.servers[0]).toMatchObject({
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it stands like this in the contract
    database: { namespace: 'postgres://${DB_HOST}:${DB_PORT}', name: 'harbour' },
  });
  expect(field('imo')).toMatchObject({
    required: true,
    primaryKey: true,
    businessName: 'IMO number',
    limits: { unique: true, logicalTypeOptions: { maxLength: 7 } },
    examples: ['9074729', null],
  });
  expect(field('flag')?.limits.enum).toHaveLength(2);
  expect(field('owner')).toMatchObject({
    deprecation: { replacement: 'Ship.operator', sunset: '2027-06-30' },
    masking: true,
    sources: [{ urn: 'postgres://db#ships.ship.owner_name' }, { urn: 'postgres://db#crm.person.name' }],
  });
  expect(field('operator')).toMatchObject({ deprecation: null, replaces: 'Ship.owner' });
  expect([...contract.fields.values()].map(({ logicalType }) => logicalType)).toEqual(
    expect.arrayContaining([
      'string',
      'date',
      'timestamp',
      'time',
      'number',
      'integer',
      'object',
      'array',
      'boolean',
      'map',
      'vector',
    ]),
  );
});

it('rules about data', () => {
  const contract = contractOf('quality.yaml');
  const rules = contract.objects.flatMap(({ quality, fields }) => [
    ...quality,
    ...fields.flatMap((each) => each.quality),
  ]);
  expect(
    Object.fromEntries(rules.map((rule) => [rule.id, rule.type === 'library' ? rule.measure : rule.type])),
  ).toEqual({
    some: { metric: 'rowCount' },
    once: { metric: 'duplicateValues', fields: ['ship', 'number'] },
    weighed: 'sql',
    balanced: 'sql',
    drift: 'custom',
    table: 'custom',
    told: 'text',
    shipped: { metric: 'nullValues' },
    numbered: { metric: 'missingValues', missing: [null, '', 'N/A'] },
    blank: { metric: 'missingValues', missing: [null, ''] },
    shaped: { metric: 'invalidValues', valid: null, pattern: '^[A-Z]{4}[0-9]{7}$' },
    alone: { metric: 'duplicateValues', fields: ['number'] },
    kinds: { metric: 'invalidValues', valid: ['DRY', 'REEFER', 3, true, null], pattern: null },
  });
});

it('promises, dates, and a promise that nobody measures', () => {
  const contract = contractOf('promises.yaml', ['42 warning SLA_NOT_MEASURED']);
  expect(
    Object.fromEntries(
      contract.slas.map(({ id, threshold, unit, thresholdSeconds }) => [id, [threshold, unit, thresholdSeconds]]),
    ),
  ).toEqual({
    fresh: [90, 's', 90],
    availability: [99.95, 'percent', null],
    latency: [250, 'ms', 0.25],
    errorRate: [0.1, 'percent', null],
    'completeness-Tide': [98, 'percent', null],
    throughput: [40, 'requests/s', null],
    frequency: [1, 'h', 3_600],
    timeOfAvailability: [4.5, 'h', 16_200],
    retention: [5, 'years', 157_680_000],
    timeToDetect: [10, 'm', 600],
    timeToNotify: [15, 'min', 900],
    timeToRepair: [1, 'week', 604_800],
  });
  expect(contract.slas[0]).toMatchObject({ target: 0.999, windowSeconds: 604_800, driver: 'regulatory' });
  expect(contract.milestones).toEqual({
    generalAvailability: '2026-01-01',
    endOfSupport: '2030-01-01',
    endOfLife: '2031-01-01',
  });
});

it('servers of every type', () => {
  const { servers } = contractOf('servers.yaml', ['52 warning CONTRACT_UNKNOWN_SERVER']);
  expect(servers.slice(0, -1).map(({ type }) => type)).toEqual([...serverKeys.keys()]);
});

describe.each(files)('any value of %s in another shape', (file) => {
  const lines = textOf(file).split('\n');
  const places = lines.flatMap((line, index) =>
    [...line.matchAll(/(?<=[\w"]: )[^,{}[\]#\s][^,{}[\]#]*/g)].map((match) => [index, match] as const),
  );

  it.each([
    '7',
    '"text"',
    'true',
    '[1, a]',
    '{ a: 1 }',
    'null',
  ])('%s gives findings with a place and a fix, or none', (other) => {
    for (const [index, match] of places) {
      const line = lines[index]!;
      const changed = line.slice(0, match.index) + other + line.slice(match.index + match[0].length);
      const text = lines.with(index, changed).join('\n');
      const { contract, problems } = readContract(text, file);
      expect(contract === null).toBe(problems.some(({ severity }) => severity === 'error'));
      expect(
        problems.every((problem) => problem.line >= 1 && problem.line <= lines.length && Boolean(problem.fix)),
      ).toBe(true);
    }
  });
});

describe('what the standard does not allow is found where it stands', () => {
  it.each([
    ['fundamentals.yaml', 'type: glossary }', 'typ: glossary }', '22:59', 'CONTRACT_UNKNOWN_KEY'],
    ['fundamentals.yaml', ', type: glossary }', ' }', '22:5', 'CONTRACT_MISSING_KEY'],
    ['fundamentals.yaml', 'question: How', 'questions: How', '27:9', 'CONTRACT_UNKNOWN_KEY'],
    ['fundamentals.yaml', 'dateIn: "2024-05-01"', 'dateIn: May', '43:15', 'CONTRACT_INVALID_VALUE'],
    ['fundamentals.yaml', 'tags: [day]', 'tags: day', '46:13', 'CONTRACT_WRONG_TYPE'],
    [
      'team-of-3-0.yaml',
      '  - { property: ownerTeam, value: Harbour office }',
      '  - { property: crew, value: 1 }',
      '10:3',
      'OWNER_MISSING',
    ],
    ['schema.yaml', 'maxLength: 7,', 'maxLenght: 7,', '36:45', 'CONTRACT_UNKNOWN_KEY'],
    ['schema.yaml', 'minimum: 1, maximum', 'minimum: "1", maximum', '73:101', 'CONTRACT_WRONG_TYPE'],
    ['schema.yaml', 'dimensions: 384, ', '', '99:29', 'CONTRACT_MISSING_KEY'],
    ['schema.yaml', '{ value: DK }', '{ label: DK }', '53:13', 'CONTRACT_MISSING_KEY'],
    ['schema.yaml', 'type: foreignKey', 'type: ownKey', '28:17', 'CONTRACT_INVALID_VALUE'],
    ['schema.yaml', 'semanticType: dimension', 'semanticType: axis', '50:23', 'CONTRACT_INVALID_VALUE'],
    ['schema.yaml', 'key: { logicalType: string', 'key: { logicalType: text', '94:31', 'CONTRACT_INVALID_VALUE'],
    ['schema.yaml', '"2027-06-30"', '"2027-06-31"', '67:40', 'CONTRACT_INVALID_VALUE'],
    [
      'quality.yaml',
      'metric: nullValues, mustBe: 0',
      'metric: rowCount, mustBe: 0',
      '38:103',
      'CONTRACT_INVALID_VALUE',
    ],
    ['quality.yaml', 'arguments: { pattern: "^[A-Z]{4}[0-9]{7}$" }, ', '', '45:13', 'CONTRACT_MISSING_KEY'],
    ['quality.yaml', '[0-9]{7}$', '([0-9]{7}$', '45:72', 'CONTRACT_INVALID_VALUE'],
    ['quality.yaml', 'properties: [ship, number]', 'properties: [ship, numer]', '14:9', 'CONTRACT_INVALID_VALUE'],
    [
      'quality.yaml',
      'metric: missingValues, mustNotBe: 100',
      'metric: missingValues, mustNotBe: all',
      '44:60',
      'CONTRACT_INVALID_VALUE',
    ],
    ['quality.yaml', 'unit: percent', 'unit: many', '43:126', 'CONTRACT_INVALID_VALUE'],
    ['quality.yaml', '[1, 9]', '[9, 1]', '46:84', 'CONTRACT_INVALID_VALUE'],
    ['promises.yaml', 'endOfLife, value: "2031-01-01"', 'endOfLife, value: soon', '41:35', 'CONTRACT_INVALID_VALUE'],
    ['promises.yaml', '"06:30+02:00"', '"26:30"', '34:44', 'CONTRACT_INVALID_VALUE'],
    ['promises.yaml', ', unit: requests/s', '', '32:5', 'CONTRACT_MISSING_KEY'],
    ['servers.yaml', 'type: mysql, host: h', 'type: mysql, hots: h', '36:37', 'CONTRACT_UNKNOWN_KEY'],
    ['servers.yaml', 'region: eu-1', 'region: 1', '34:49', 'CONTRACT_WRONG_TYPE'],
  ])('%s: %s -> %s', (file, from, to, place, code) => {
    const text = textOf(file);
    expect(text).toContain(from);
    const { contract, problems } = readContract(
      text.replace(from, () => to),
      file,
    );
    expect(contract).toBeNull();
    expect(
      problems
        .filter(({ severity }) => severity === 'error')
        .map(({ line, column, code: found }) => `${line}:${column} ${found}`),
    ).toContain(`${place} ${code}`);
  });
});

describe('an expectation', () => {
  it.each([
    ['mustBe', 0, [0], [1, null, '0']],
    ['mustBe', true, [true], [false, 1]],
    ['mustNotBe', 3, [2, null], [3]],
    ['mustBeGreaterThan', 5, [6], [5, null, Number.NaN]],
    ['mustBeGreaterOrEqualTo', 5, [5], [4.9]],
    ['mustBeLessThan', 5, [4], [5, null]],
    ['mustBeLessOrEqualTo', 5, [5], [5.1]],
    ['mustBeBetween', [0, 10], [0.1, 9], [0, 10, null]],
    ['mustNotBeBetween', [0, 10], [0, 10, -1], [5, null]],
  ] as const)('%s %j', (operator, value, met, unmet) => {
    const expectation = { operator, value } as Parameters<typeof isMet>[0];
    expect(met.filter((observed) => !isMet(expectation, observed))).toEqual([]);
    expect(unmet.filter((observed) => isMet(expectation, observed))).toEqual([]);
  });
});

it('an unknown metric is one finding', () => {
  const text = textOf('quality.yaml').replace('metric: rowCount', 'metric: rows');
  expect(readContract(text, 'quality.yaml').problems.map(({ code }) => code)).toEqual(['CONTRACT_INVALID_VALUE']);
});
