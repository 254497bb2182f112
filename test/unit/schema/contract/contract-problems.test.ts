// Every finding about a contract: its code, the exact line and column, and that it comes with a fix. Each case makes one
// change to a set of contracts that has no findings.
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../../../kit/package-files.ts';
import { readContract } from '../../../../schema/contract/read-contract.ts';
import { checkContracts, type SubgraphSubmission } from '../../../../schema/publication.ts';
import { readSubgraphFolders } from '../../../../schema/subgraph-folders.ts';

const sound = readSubgraphFolders(packageFile('test/fixtures/contracts/subgraphs')).map((folder) => ({
  ...folder,
  url: '',
}));

const profile = 'subgraphs/customers/contract.yaml';
const derived = 'subgraphs/customers/customer-360.contract.yaml';
const customersSdl = 'subgraphs/customers/schema.graphql';
const orders = 'subgraphs/orders/contract.yaml';

/** What is found after replacing `from` by `to` in the file, as `file:line:column severity CODE`. */
function findingsAfter(file: string, from: string, to: string): string[] {
  const { problems } = checkContracts(sound.map((subgraph) => edited(subgraph, file, from, to)));
  for (const { fix } of problems) expect(fix).toBeTruthy();
  return problems.map(
    ({ file: where, line, column, severity, code }) => `${where}:${line}:${column} ${severity} ${code}`,
  );
}

function edited(subgraph: SubgraphSubmission, file: string, from: string, to: string): SubgraphSubmission {
  const edit = (text: string) => {
    if (!text.includes(from)) throw new Error(`The fixture ${file} does not contain ${from}`);
    return text.replace(from, () => to);
  };
  const contracts = subgraph.contracts.map((contract) =>
    contract.file === file ? { file, text: edit(contract.text) } : contract,
  );
  return { ...subgraph, contracts, sdl: subgraph.file === file ? edit(subgraph.sdl) : subgraph.sdl };
}

it('the contracts as they are have no findings', () => {
  expect(checkContracts(sound).problems).toEqual([]);
});

describe('the reader finds', () => {
  it.each([
    ['YAML that does not parse', profile, 'status: active', 'status: [active', '7:1', 'YAML_SYNTAX'],
    ['a key given twice', profile, 'status: active', 'status: active\nstatus: draft', '7:1', 'YAML_SYNTAX'],
    ['a tab as indentation', profile, '  name: Customer data', '\tname: Customer data', '9:1', 'YAML_SYNTAX'],
    ['an anchor', profile, 'domain: customers', 'domain: &a customers', '7:12', 'YAML_SYNTAX'],
    ['a second document', profile, 'status: active', 'status: active\n---\nx: 1', '7:1', 'YAML_SYNTAX'],
    ['an unknown key', profile, 'status: active', 'statsu: active', '6:1', 'CONTRACT_UNKNOWN_KEY'],
    [
      'an unknown key of a field',
      profile,
      'logicalType: timestamp, req',
      'logicalType: timestamp, reqired: true, req',
      '30:52',
      'CONTRACT_UNKNOWN_KEY',
    ],
    ['a missing key', profile, 'name: Customer profile\n', '', '1:1', 'CONTRACT_MISSING_KEY'],
    ['an empty value', profile, 'name: Customer profile', 'name:', '4:1', 'CONTRACT_MISSING_KEY'],
    [
      'a list of people where a team belongs',
      profile,
      'team:\n  name: Customer data\n  members:\n',
      'team:\n',
      '9:5',
      'OWNER_MISSING',
    ],
    ['a number instead of text', profile, 'version: 1.2.0', 'version: 1.2', '5:10', 'CONTRACT_WRONG_TYPE'],
    ['text instead of a number', profile, 'value: 15', 'value: "15"', '45:12', 'CONTRACT_WRONG_TYPE'],
    [
      'text instead of true',
      profile,
      'array, required: true',
      'array, required: "true"',
      '29:53',
      'CONTRACT_WRONG_TYPE',
    ],
    ['a standard that is not read', profile, 'v3.2.0', 'v2.2.2', '1:13', 'CONTRACT_INVALID_VALUE'],
    ['a version that is not semantic', profile, '1.2.0', '1.2.x', '5:10', 'CONTRACT_INVALID_VALUE'],
    ['an unknown status', profile, 'status: active', 'status: aktive', '6:9', 'CONTRACT_INVALID_VALUE'],
    [
      'an id that is no product',
      profile,
      'id: customers/customer-profile',
      'id: Customers',
      '3:5',
      'CONTRACT_INVALID_VALUE',
    ],
    ['an id of another domain', profile, 'domain: customers', 'domain: sales', '7:9', 'CONTRACT_INVALID_VALUE'],
    [
      'an unknown classification',
      profile,
      'classification: confidential',
      'classification: secret',
      '25:25',
      'CONTRACT_INVALID_VALUE',
    ],
    [
      'an unknown logical type',
      profile,
      'logicalType: timestamp',
      'logicalType: datetime',
      '30:41',
      'CONTRACT_INVALID_VALUE',
    ],
    [
      'a mistyped SLA property',
      profile,
      'property: freshness',
      'property: freshnes',
      '44:15',
      'CONTRACT_INVALID_VALUE',
    ],
    ['a unit that is not of time', profile, 'unit: m', 'unit: rows', '46:11', 'CONTRACT_INVALID_VALUE'],
    ['a target that is no share', profile, '0.995', '99.5', '49:36', 'CONTRACT_INVALID_VALUE'],
    ['a window that is no duration', profile, 'P7D', '7 days', '50:36', 'CONTRACT_INVALID_VALUE'],
    [
      'a freshness without an element',
      profile,
      '    element: Customer.updatedAt\n',
      '',
      '43:5',
      'CONTRACT_MISSING_KEY',
    ],
    ['an unknown metric', profile, 'metric: rowCount', 'metric: rows', '19:40', 'CONTRACT_INVALID_VALUE'],
    [
      'a quality rule with two comparisons',
      profile,
      'GreaterThan: 0',
      'GreaterThan: 0, mustBe: 4',
      '19:9',
      'CONTRACT_INVALID_VALUE',
    ],
    ['an SQL rule without a query', profile, 'metric: rowCount', 'type: sql', '19:9', 'CONTRACT_MISSING_KEY'],
    ['a type listed twice', profile, '- name: Money', '- name: CustomerFilter', '35:11', 'CONTRACT_DUPLICATE'],
    ['a field listed twice', orders, 'name: total', 'name: id', '13:17', 'CONTRACT_DUPLICATE'],
    [
      'two quality rules of one id',
      profile,
      '0 }\n    properties',
      '0 }\n      - { id: customers-exist, metric: rowCount, mustBe: 3 }\n    properties',
      '20:9',
      'CONTRACT_DUPLICATE',
    ],
    ['two servers of one name', profile, '- { server: customers', '- { server: graph', '14:5', 'CONTRACT_DUPLICATE'],
    [
      'two SLAs of one id',
      profile,
      '  - id: freshness',
      '  - { id: freshness, property: latency, value: 1, unit: s }\n  - id: freshness',
      '44:5',
      'CONTRACT_DUPLICATE',
    ],
    [
      'a custom property given twice',
      profile,
      'property: window, value: P7D',
      'property: target, value: 1',
      '50:9',
      'CONTRACT_DUPLICATE',
    ],
    [
      'text instead of a mapping',
      profile,
      '- { server: graph, type: api, location: "http://127.0.0.1:4000/graphql" }',
      '- graph',
      '13:5',
      'CONTRACT_WRONG_TYPE',
    ],
    ['a server without its keys', profile, ', schema: customers }', ' }', '14:5', 'CONTRACT_MISSING_KEY'],
    ['an SLA id that is none', profile, '  - id: freshness', '  - id: my.freshness', '43:9', 'CONTRACT_INVALID_VALUE'],
    ['an owner nobody filled in', profile, 'name: Customer data', 'name: CHANGE_ME', '9:9', 'OWNER_MISSING'],
    ['a source that is none', profile, 'contact.email', 'contact email', '27:34', 'CONTRACT_INVALID_SOURCE'],
    [
      'a column without a database',
      orders,
      'confidential }',
      'confidential, transformSourceObjects: [order.total] }',
      '16:108',
      'CONTRACT_INVALID_SOURCE',
    ],
    [
      'an input that is no product',
      derived,
      'product: orders/orders',
      'product: orders',
      '23:20',
      'CONTRACT_INVALID_VALUE',
    ],
  ])('%s', (_what, file, from, to, place, code) => {
    expect(findingsAfter(file, from, to)).toContain(`${file}:${place} error ${code}`);
  });

  it('a near miss of a custom property, as a warning', () => {
    expect(findingsAfter(derived, 'property: productKind', 'property: productkind')).toEqual([
      `${derived}:20:17 warning CONTRACT_UNKNOWN_PROPERTY`,
    ]);
  });
});

describe('the fix fits the slip', () => {
  it.each([
    ['status: active\nstatus: draft', /Keep one/],
    ['status: active\n---\nx: 1', /one contract per file/],
    ['status:\n\t- active', /Indent with spaces/],
    ['status: active\nusage: join: by id', /Quote text that contains ": "/],
    ['status: "active', /closing brackets and quotes/],
    ['status: [active', /indentation and the closing brackets/],
    ['status: *active', /Write the value out|Correct the YAML/],
  ])('%j', (text, fix) => {
    const [first] = readContract(`apiVersion: v3.2.0\n${text}\n`, 'contract.yaml').problems;
    expect(first).toMatchObject({ code: 'YAML_SYNTAX', severity: 'error' });
    expect(first?.fix).toMatch(fix);
  });
});

describe('an SLA of each kind', () => {
  it.each([
    ['freshness', 'm', 'FRESHNESS', 600],
    ['latency', 'ms', 'LATENCY', 0.01],
    ['availability', 'percent', 'AVAILABILITY', null],
    ['errorRate', 'percent', 'ERROR_RATE', null],
    ['completeness', 'percent', 'COMPLETENESS', null],
    ['throughput', 'requests/s', 'THROUGHPUT', null],
    ['frequency', 'h', 'FREQUENCY', 36_000],
    ['timeOfAvailability', 'hour', 'TIME_OF_AVAILABILITY', 36_000],
    ['retention', 'days', 'RETENTION', 864_000],
    ['timeToDetect', 's', 'TIME_TO_DETECT', 10],
    ['timeToNotify', 'minutes', 'TIME_TO_NOTIFY', 600],
    ['timeToRepair', 'd', 'TIME_TO_REPAIR', 864_000],
  ])('%s', (property, unit, kind, thresholdSeconds) => {
    const text = sound[0]!.contracts[0]!.text.replace('property: freshness', `property: ${property}`)
      .replace('value: 15', 'value: 10')
      .replace('unit: m', `unit: ${unit}`);
    const { contract, problems } = readContract(text, profile);
    expect(problems).toEqual([]);
    expect(contract?.slas[0]).toMatchObject({
      kind,
      thresholdSeconds,
      target: 0.995,
      window: 'P7D',
      windowSeconds: 604_800,
    });
  });

  it.each(['latency', 'timeToDetect', 'timeToNotify', 'timeToRepair'])('%s is measured in time', (property) => {
    const text = sound[0]!.contracts[0]!.text.replace('property: freshness', `property: ${property}`).replace(
      'unit: m',
      'unit: rows',
    );
    expect(readContract(text, profile).problems).toMatchObject([
      { code: 'CONTRACT_INVALID_VALUE', line: 46, column: 11 },
    ]);
  });
});

describe('the comparison with the SDL finds', () => {
  it.each([
    [
      'a field that is not in the contract',
      profile,
      '      - { name: segment, logicalType: string, required: true, classification: internal }\n',
      '',
      '16:11',
      'CONTRACT_FIELD_MISSING',
    ],
    [
      'a type that is not in the contract',
      customersSdl,
      'input CustomerFilter',
      'type Extra { a: Int }\ninput CustomerFilter',
      null,
      'CONTRACT_TYPE_MISSING',
    ],
    [
      'a field that is not in the SDL',
      profile,
      'name: segment, logicalType: string, required',
      'name: segmnt, logicalType: string, required',
      '28:17',
      'CONTRACT_FIELD_UNKNOWN',
    ],
    [
      'a type that is not in the SDL',
      profile,
      '- name: CustomerFilter',
      '- name: CustomersFilter',
      '35:11',
      'CONTRACT_TYPE_UNKNOWN',
    ],
    ['an enum among the types', profile, '- name: CustomerFilter', '- name: Segment', '35:11', 'CONTRACT_TYPE_UNKNOWN'],
    [
      'a field of another subgraph',
      derived,
      'name: profile360',
      'name: lifetimeValue',
      '12:15',
      'CONTRACT_FIELD_UNKNOWN',
    ],
    [
      'another type',
      profile,
      'name: segment, logicalType: string, required',
      'name: segment, logicalType: integer, required',
      '28:17',
      'TYPE_MISMATCH',
    ],
    [
      'a promise the SDL does not keep',
      customersSdl,
      'segment: Segment!',
      'segment: Segment',
      '28:17',
      'NULLABILITY_MISMATCH',
    ],
    [
      'a promise the contract does not make',
      profile,
      'logicalType: timestamp, required: true',
      'logicalType: timestamp',
      '30:17',
      'NULLABILITY_MISMATCH',
    ],
    [
      'a field without classification',
      profile,
      '        classification: confidential\n',
      '',
      '23:15',
      'UNCLASSIFIED_FIELD',
    ],
    [
      'a freshness of something that is no time',
      profile,
      'element: Customer.updatedAt',
      'element: Customer.segment',
      '47:14',
      'SLA_ELEMENT_UNKNOWN',
    ],
    [
      'a freshness of something unknown',
      profile,
      'element: Customer.updatedAt',
      'element: Customer.updated',
      '47:14',
      'SLA_ELEMENT_UNKNOWN',
    ],
    [
      'a field promised twice',
      derived,
      '- name: profile360',
      '- { name: email, logicalType: string, classification: confidential }\n      - name: profile360',
      '12:17',
      'CONTRACT_FIELD_TWICE',
    ],
  ])('%s', (_what, file, from, to, place, code) => {
    const contract = file === customersSdl ? profile : file;
    const where = place === null ? `${contract}:15:1` : `${contract}:${place}`;
    expect(findingsAfter(file, from, to)).toContain(`${where} error ${code}`);
  });

  it('a protected field that is never null, as a warning', () => {
    expect(
      findingsAfter(
        profile,
        'name: name, logicalType: string, required: true, classification: internal',
        'name: name, logicalType: string, required: true, classification: restricted',
      ),
    ).toEqual([`${profile}:22:17 warning PROTECTED_FIELD_NON_NULL`]);
  });

  it('a quality rule with a schedule that nobody can read, as a warning', () => {
    expect(findingsAfter(profile, 'GreaterThan: 0', 'GreaterThan: 0, schedule: nightly')).toEqual([
      `${profile}:19:82 warning QUALITY_SCHEDULE_UNREADABLE`,
    ]);
  });

  it('an announcement that readers of the schema do not hear, as a warning', () => {
    expect(findingsAfter(profile, 'name: segment, logical', 'name: segment, deprecated: true, logical')).toEqual([
      `${profile}:28:17 warning DEPRECATION_NOT_SERVED`,
    ]);
  });

  it('a proposal that nobody confirmed, as a warning', () => {
    expect(findingsAfter(profile, 'tags: [pii,', 'tags: [to-review, pii,')).toEqual([
      `${profile}:23:15 warning CLASSIFICATION_TO_REVIEW`,
    ]);
  });

  it('both places: the contract and the SDL', () => {
    const changed = sound.map((subgraph) => edited(subgraph, customersSdl, 'segment: Segment!', 'segment: Segment'));
    const [problem] = checkContracts(changed).problems;
    expect(problem?.related).toEqual([{ file: customersSdl, line: 16, column: 3, message: 'served here' }]);
  });

  it('what to paste for a field that is missing', () => {
    const changed = sound.map((subgraph) =>
      edited(subgraph, customersSdl, '  updatedAt', '  phoneNumber: String\n  updatedAt'),
    );
    const [problem] = checkContracts(changed).problems;
    expect(problem?.fix).toContain(
      '- { name: phoneNumber, logicalType: string, classification: confidential, tags: [to-review, pii, pii.phone] }',
    );
  });

  it('what a name suggests for an unclassified field', () => {
    const changed = sound.map((subgraph) => edited(subgraph, profile, '        classification: confidential\n', ''));
    expect(checkContracts(changed).problems[0]?.fix).toBe(
      'Its name or description suggests classification: confidential, tags: [pii, pii.email].',
    );
  });
});

describe('the message tells apart', () => {
  const first = (file: string, from: string, to: string) =>
    checkContracts(sound.map((subgraph) => edited(subgraph, file, from, to))).problems[0];

  it('a type that does not exist and one without fields', () => {
    expect(first(profile, '- name: CustomerFilter', '- name: CustomersFilter')?.fix).toBe(
      'Did you mean "CustomerFilter"?',
    );
    expect(first(profile, '- name: CustomerFilter', '- name: Segment')?.message).toBe(
      'Segment has no fields (its kind is enum), and only types with fields are listed.',
    );
  });

  it('a field that does not exist and one of another subgraph', () => {
    expect(first(derived, 'name: profile360', 'name: profile36')?.message).toBe(
      'The schema has no field Customer.profile36.',
    );
    expect(first(derived, 'name: profile360', 'name: lifetimeValue')?.message).toBe(
      'Customer.lifetimeValue is @external: another subgraph serves and promises it.',
    );
  });
});

describe('an SLA may be about', () => {
  const availability = (element: string) =>
    findingsAfter(
      profile,
      'slaProperties:\n',
      `slaProperties:\n  - { id: up, property: availability, value: 99.9, unit: percent, element: ${element} }\n`,
    );

  it('a whole type', () => {
    expect(availability('Customer')).toEqual([]);
  });

  it('but not about a type that the schema does not have', () => {
    expect(availability('Client')).toEqual([`${profile}:43:76 error SLA_ELEMENT_UNKNOWN`]);
  });
});

it('a vector whose age nobody promises is a warning', () => {
  const vector = 'name: total, logicalType: vector, logicalTypeOptions: { dimensions: 3 }';
  const served = sound.map((subgraph) =>
    edited(subgraph, 'subgraphs/orders/schema.graphql', 'total: Money!', 'total: [Float!]!'),
  );
  const problems = (text: string) =>
    checkContracts(served.map((subgraph) => edited(subgraph, orders, 'name: total, logicalType: object', text)))
      .problems;
  expect(problems(vector).map(({ code }) => code)).toEqual(['ML_FIELD_WITHOUT_FRESHNESS']);
  expect(problems('name: total, logicalType: array')).toEqual([]);
});

describe('a field that is never null', () => {
  it.each([
    ['pii', 1],
    ['pii.name', 1],
    ['piify', 0],
  ])('with the tag %s: %i warnings', (tag, count) => {
    const tagged = `name: name, logicalType: string, required: true, classification: internal, tags: [${tag}]`;
    expect(
      findingsAfter(profile, 'name: name, logicalType: string, required: true, classification: internal', tagged),
    ).toHaveLength(count);
  });
});

describe('a product that is built from others', () => {
  const forbid = (text: string) => `${text}customProperties:\n  - { property: republication, value: forbidden }\n`;
  const ordersText = sound.flatMap(({ contracts }) => contracts).find(({ file }) => file === orders)!.text;
  const line = ordersText.split('\n').length + 1;

  it('lists what its subgraph requires for it', () => {
    expect(findingsAfter(derived, '{ product: orders/orders, ', '{ product: customers/customer-profile, ')).toContain(
      `${derived}:12:15 error INPUT_NOT_LISTED`,
    );
  });

  it('lists what its fields name as sources', () => {
    expect(findingsAfter(derived, '[orders/orders]', '[Customer.segment]')).toEqual([
      `${derived}:18:100 error INPUT_NOT_LISTED`,
    ]);
  });

  it('lists something', () => {
    const inputs = sound[0]!.contracts[1]!.text.split('\n').slice(-4).join('\n');
    expect(findingsAfter(derived, inputs, '')).toContain(`${derived}:3:5 error INPUT_NOT_LISTED`);
  });

  it('is refused where the other forbids it, with the lines of both', () => {
    const [problem, ...others] = checkContracts(
      sound.map((subgraph) => edited(subgraph, orders, ordersText, forbid(ordersText))),
    ).problems;
    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      code: 'REPUBLICATION_FORBIDDEN',
      severity: 'error',
      file: derived,
      line: 23,
      column: 9,
    });
    expect(problem?.related).toEqual([{ file: orders, line, column: 39, message: 'forbidden here' }]);
    expect(problem?.message).toBe(
      'customers/customer-360 is built from orders/orders, and the contract of orders/orders (subgraphs/orders/contract.yaml) forbids that.',
    );
  });

  it.each([
    ['^1.0.0', 0],
    ['~1.0.0', 0],
    ['^0.9.0', 1],
    ['^2', 1],
    ['"*"', 0],
  ])('was made for %s of it: %i warnings', (range, count) => {
    const findings = findingsAfter(derived, 'version: ^1.0.0, fields', `version: ${range}, fields`);
    expect(findings).toEqual(Array.from({ length: count }, () => `${derived}:23:9 warning INPUT_VERSION_MISMATCH`));
  });

  it('names a range that is one', () => {
    expect(findingsAfter(derived, 'version: ^1.0.0, fields', 'version: latest, fields')).toContain(
      `${derived}:23:44 error CONTRACT_INVALID_VALUE`,
    );
  });
});

describe('the comparison of products finds', () => {
  it.each([
    [
      'a key that nobody classified',
      orders,
      '      - { name: id, logicalType: string, required: true, primaryKey: true, classification: internal }\n',
      '',
      'subgraphs/orders/schema.graphql:6:3 error UNCLASSIFIED_FIELD',
    ],
    [
      'two contracts of one product',
      derived,
      'customers/customer-360',
      'customers/customer-profile',
      `${derived}:3:5 error CONTRACT_DUPLICATE`,
    ],
    [
      'a source that nobody serves',
      derived,
      '[Customer.lifetimeValue] }\n      - { name: score',
      '[Customer.lifetimeVal] }\n      - { name: score',
      `${derived}:17:108 warning DANGLING_LINEAGE`,
    ],
    [
      'a product that does not exist',
      derived,
      '[orders/orders]',
      '[orders/order]',
      `${derived}:18:100 warning DANGLING_LINEAGE`,
    ],
    [
      'an input that does not exist',
      derived,
      'product: orders/orders',
      'product: orders/order',
      `${derived}:23:9 warning DANGLING_LINEAGE`,
    ],
    [
      'an open field made from a protected one',
      derived,
      'classification: confidential\n  - name',
      'classification: internal\n  - name',
      `${derived}:12:15 error UNDECLARED_DERIVATION`,
    ],
    [
      'a field that says less of what it copies',
      derived,
      'name: lifetimeValue, logicalType: object, classification: confidential',
      'name: lifetimeValue, logicalType: object, classification: internal',
      `${derived}:17:17 warning UNSAFE_DERIVATION`,
    ],
    [
      'a field made from personal data without saying so',
      derived,
      '[orders/orders]',
      '[Customer.email]',
      `${derived}:18:17 warning UNSAFE_DERIVATION`,
    ],
    [
      'a confidential field made from a restricted one',
      orders,
      'name: lifetimeValue, logicalType: object, classification: confidential',
      'name: lifetimeValue, logicalType: object, classification: restricted',
      `${derived}:12:15 error UNDECLARED_DERIVATION`,
    ],
    [
      'two classifications of one field',
      orders,
      'name: amount, logicalType: number, required: true, classification: public',
      'name: amount, logicalType: number, required: true, classification: internal',
      `${profile}:33:17 warning CLASSIFICATION_DISAGREES`,
    ],
  ])('%s', (_what, file, from, to, finding) => {
    expect(findingsAfter(file, from, to)).toContain(finding);
  });

  it('nothing wrong with a derived field that was declared safe, or whose sources are masked', () => {
    const masked = '[Customer.lifetimeValue], customProperties: [{ property: masking, value: true }]';
    const stricter = 'classification: internal, transformSourceObjects: [Customer.lifetimeValue]';
    const open = stricter.replace('[Customer.lifetimeValue]', masked);
    expect(findingsAfter(derived, stricter.replace('internal', 'confidential'), open)).toEqual([]);
    const from = 'classification: confidential\n  - name';
    const to =
      'classification: internal\n        customProperties: [{ property: safeToDerive, value: true }]\n  - name';
    expect(findingsAfter(derived, from, to)).toEqual([]);
  });

  it('a subgraph without a contract', () => {
    const [problem] = checkContracts(
      sound.map((subgraph) => (subgraph.name === 'orders' ? { ...subgraph, contracts: [] } : subgraph)),
    ).problems;
    expect(problem).toMatchObject({
      code: 'CONTRACT_MISSING',
      file: 'subgraphs/orders/schema.graphql',
      line: 1,
      column: 1,
    });
  });
});

describe('no text makes the reader throw', () => {
  it.each([
    ['nothing', ''],
    ['a number', '42'],
    ['a list', '- a'],
    ['binary', '\u0000\u0001'],
    ['deep nesting', '['.repeat(20_000)],
    ['a bomb of aliases', 'a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]'],
    ['an inherited key', '__proto__: { x: 1 }\nconstructor: 1'],
    ['a mapping as key', '? { a: 1 }\n: 2'],
    ['a server of an inherited type', 'servers: [{ server: a, type: constructor }]'],
  ])('%s', (_what, text) => {
    const [first] = sound;
    const { problems } = checkContracts([{ ...first!, contracts: [{ file: profile, text }] }]);
    expect(problems.some(({ severity, file }) => severity === 'error' && file === profile)).toBe(true);
  });
});
