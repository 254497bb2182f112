// `gordian policy lint|test|explain|diff|coverage`: on the repository's own graph, and on folders of policies that say otherwise.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GordianError } from '../../../kit/errors.ts';
import { packageFile } from '../../../kit/package-files.ts';
import { buildArtefact } from '../../../schema/artefact.ts';
import { startHttpStub } from '../../support/http-stub.ts';
import { composeRealSupergraph } from '../../support/real-supergraph.ts';
import { type GordianRun, runGordian } from '../../support/run-gordian.ts';

let folder: string;
let supergraph: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gordian-policy-test-'));
  supergraph = join(folder, 'supergraph.json');
  writeFileSync(supergraph, JSON.stringify(buildArtefact({ ...composeRealSupergraph(), publishedAt: new Date(0) })));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** On the published supergraph, so that it need not be composed again. */
const policy = (...args: string[]): Promise<GordianRun> =>
  runGordian(['policy', args[0]!, '--supergraph', supergraph, ...args.slice(1)]);

/** The repository's policies with one file changed. */
function changed(name: string, file: string, from: string, to: string): string {
  const copy = join(folder, name);
  cpSync(packageFile('policies'), copy, { recursive: true });
  const text = readFileSync(join(copy, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(copy, file), text.replace(from, to));
  return copy;
}

const codeOf = (run: Promise<GordianRun>) =>
  run.then(
    () => null,
    (error: unknown) => (error instanceof GordianError ? error.code : String(error)),
  );

describe('lint', () => {
  it('finds nothing in the policy of the repository', async () => {
    const { stdout, stderr, exitCode } = await policy('lint', '--strict');
    expect({ stdout, stderr, exitCode }).toEqual({
      stdout: '',
      stderr: 'Policy: 0 errors, 0 warnings.\n',
      exitCode: 0,
    });
  });

  it('names the file and the line of a rule that cannot be placed', async () => {
    const wrong = changed('wrong', 'domains/customers.ts', '      email: or(', '      emale: or(');
    const { stdout, exitCode } = await policy('lint', '--policies', wrong);
    expect(stdout).toContain(
      'policies/domains/customers.ts:18:7 error POLICY_INVALID: Customer.emale: the type Customer has no field emale.',
    );
    expect(exitCode).toBe(1);
  });

  it('warns of what compiles and is odd', async () => {
    const odd = changed('odd', 'domains/orders.ts', "hasScope('orders:confidential:read'),", 'isAuthenticated,');
    const text = readFileSync(join(odd, 'domains/orders.ts'), 'utf8');
    writeFileSync(
      join(odd, 'domains/orders.ts'),
      text
        .replace('hasRole, hasScope', 'hasRole, hasScope, isAuthenticated')
        .replace('Order: {', "Order: { placedAt: isAuthenticated, total: hasScope('orders:nobody'),"),
    );
    const { stdout, stderr, exitCode } = await policy('lint', '--policies', odd);
    expect(stdout).toMatch(/orders\.ts:\d+:\d+ warning RULE_SAYS_THE_SAME: Order\.placedAt: /);
    expect(stdout).toMatch(/orders\.ts:\d+:\d+ warning NOBODY_PASSES: Order\.total: .* hasScope\(orders:nobody\)/);
    expect(stdout).toMatch(
      /warning OPEN_WIDER_THAN_CLASSIFIED: Order\.profit: CONFIDENTIAL suggests hasScope\(orders:confidential:read\); without that, it is open to app, account-manager, on-call, security-officer, pipeline\./,
    );
    expect({ stderr, exitCode }).toEqual({ stderr: 'Policy: 0 errors, 3 warnings.\n', exitCode: 0 });
  });
});

/** Lets whoever sees margins see risk scores. */
const widened = () =>
  changed(
    'widened',
    'domains/customers.ts',
    'email: or(readsPersonalData, readsMaskedData)',
    "email: or(readsPersonalData, readsMaskedData, hasScope('orders:confidential:read'))",
  );

describe('test', () => {
  it('passes on the policy of the repository', async () => {
    const { stdout, stderr, exitCode } = await policy('test', '--policies', 'policies');
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 0 });
    expect(stderr).toMatch(/^\d+ tests: \d+ passed, 0 failed\.\n$/);
  });

  it('says who gains, fails, and accepts it with --write', async () => {
    const folder = widened();
    const failed = await policy('test', '--policies', folder);
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toContain(
      'GAINED: sees more than before (1)\n  analyst: Customer.email (CONFIDENTIAL (pii, pii.email)): denied -> masked;',
    );
    expect(failed.stdout).toContain('golden.txt is not the table of today.');
    const written = await policy('test', '--policies', folder, '--write');
    expect(written.stderr).toContain(`Wrote ${join(folder, 'golden.txt')}. Commit it with the change.`);

    expect(written.exitCode).toBe(0);
    expect((await policy('test', '--policies', folder)).stderr).not.toContain('GAINED');
  });

  it('runs the cases of the folder tests, and names the line of one that fails', async () => {
    const wrong = changed('wrong-case', 'tests/customers.yaml', 'Customer.email: mask', 'Customer.email: deny');
    const { stdout, exitCode } = await policy('test', '--policies', wrong);
    expect(stdout).toMatch(/tests\/customers\.yaml:\d+ .*\n {4}Customer\.email: expected deny, and it is mask\./);
    expect(exitCode).toBe(1);
  });

  it.each([
    ['json', /^\{\n {2}"ok": true,/],
    ['junit', /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuite name="policy" tests="\d+" failures="0">/],
    ['github', /^$/],
  ])('writes %s', async (format, expected) => {
    expect((await policy('test', '--format', format)).stdout).toMatch(expected);
  });
});

describe('explain', () => {
  it('says who decided about a coordinate, what would change it, and how to ask', async () => {
    const { stdout, stderr } = await policy('explain', '--as', 'analyst', '--coordinate', 'Customer.email');
    expect(stdout).toMatch(/^Customer\.email \(CONFIDENTIAL \(pii, pii\.email\)\): DENIED, domain or\(/);
    expect(stdout).toContain(
      '    a client may be told: Needs scope customers:pii:read or scope customers:pii:masked.\n',
    );
    expect(stdout).toContain('    would be allowed with scope customers:pii:read\n');
    expect(stdout).toContain('    would be masked with scope customers:pii:masked\n');
    expect(stdout).toContain('    a grant would make it allowed: gordian access request Customer.email ');
    expect(stderr).toBe('analyst: 1 coordinate, 1 denied.\n');
  });

  it('explains every coordinate of an operation, input fields and each type of an interface included', async () => {
    const query = `query ($filter: CustomerFilter) {
      customers(filter: $filter) { nodes { name email } }
      transactions { nodes { amount { amount } ... on CardPayment { maskedCard } } }
    }`;
    const flags = ['--as', 'app', '--query', query, '--variables', '{"filter":{"email":"x"}}', '--format', 'json'];
    const { explanations } = JSON.parse((await policy('explain', ...flags)).stdout) as {
      explanations: { coordinate: string; outcome: string; rule: string; places: object[] }[];
    };
    const outcomes = Object.fromEntries(explanations.map(({ coordinate, outcome }) => [coordinate, outcome]));
    expect(outcomes).toMatchObject({
      'Query.customers': 'deny',
      'CustomerFilter.email': 'deny',
      'Customer.name': 'allow',
      'Customer.email': 'mask',
      'CardPayment.amount': 'allow',
      'Refund.amount': 'allow',
      'CardPayment.maskedCard': 'deny',
      'Money.amount': 'allow',
    });
    expect(explanations.find(({ coordinate }) => coordinate === 'Customer.email')).toMatchObject({
      places: [{ line: 2, column: 49 }],
    });
    expect(explanations.find(({ coordinate }) => coordinate === 'Query.customers')!.rule).toMatch(
      /^CustomerFilter\.email: /,
    );
  });

  it('asks rules that read arguments with those of the operation', async () => {
    const explained = (author: string) =>
      policy(
        'explain',
        '--as',
        'app',
        '--query',
        `mutation { addTicketMessage(input: { ticketId: "K-1", author: ${author}, body: "?", idempotencyKey: "1" }) { recorded } }`,
      );
    expect((await explained('CUSTOMER')).stdout).toMatch(/^Mutation\.addTicketMessage .*: allowed/);
    expect((await explained('AGENT')).stdout).toMatch(/^Mutation\.addTicketMessage .*: DENIED/);
  });

  it.each<[string, string[], RegExp]>([
    ['a persona that is not there', ['--as', 'analist', '--coordinate', 'Customer.email'], /BAD_USER_INPUT/],
    ['a coordinate that is not there', ['--as', 'app', '--coordinate', 'Customer.emale'], /BAD_USER_INPUT/],
    [
      'a purpose that the token does not grant',
      ['--as', 'app', '--coordinate', 'Customer.email', '--purpose', 'reporting'],
      /BAD_USER_INPUT/,
    ],
    ['neither an operation nor a coordinate', ['--as', 'app'], /BAD_USER_INPUT/],
    ['a document with problems', ['--as', 'app', '--query', '{ nothing }'], /GRAPHQL_VALIDATION_FAILED/],
    ['a document that is none', ['--as', 'app', '--query', '{ nothing'], /GRAPHQL_PARSE_FAILED/],
    [
      'variables that are missing',
      ['--as', 'app', '--query', 'query ($id: ID!) { customer(id: $id) { name } }'],
      /BAD_USER_INPUT/,
    ],
  ])('refuses %s', async (_name, flags, code) => {
    expect(await codeOf(policy('explain', ...flags))).toMatch(code);
  });
});

describe('explain of a decisionId', () => {
  const decisions = {
    policy: '17',
    shown: ['Query.customer', 'Customer.name'],
    byRow: {},
    masked: { 'Customer.email': { rule: 'hasScope(customers:pii:read)', mask: 'email' } },
    denied: { 'Customer.riskScore': { rule: 'hasScope(payments:restricted:read)', code: 'FORBIDDEN' } },
    rows: {},
  };
  const event = {
    seq: 7,
    at: '2026-11-22T10:00:00.000Z',
    actor: 'service|web-shop',
    actorKind: 'user',
    action: 'operation.answered',
    decisions: JSON.stringify(decisions),
  };
  const lookUp = async (nodes: readonly object[]) => {
    const stub = await startHttpStub(() => ({ status: 200, body: { data: { auditEvents: { nodes } } } }));
    try {
      return await policy('explain', '--decision', 'd-1', '--url', stub.url, '--token', 't');
    } finally {
      expect(stub.requests[0]).toMatchObject({ path: '/graphql', headers: { authorization: 'Bearer t' } });
      await stub.close();
    }
  };

  it('says what the audit has of the request', async () => {
    expect((await lookUp([{ ...event, decisions: null }, event])).stdout).toBe(
      [
        '2026-11-22T10:00:00.000Z operation.answered, user service|web-shop, entry 7 of the audit, policy 17',
        'Customer.riskScore: DENIED, hasScope(payments:restricted:read)',
        'Customer.email: MASKED unless hasScope(customers:pii:read)',
        'allowed: Query.customer, Customer.name\n',
      ].join('\n'),
    );
  });

  it('says where else to look when the audit has none, or cannot be reached', async () => {
    await expect(lookUp([])).rejects.toThrow(/no request d-1.*the log of the gateway has a line with this decisionId/);
    const nowhere = ['--url', 'http://127.0.0.1:9', '--token', 't'];
    expect(await codeOf(policy('explain', '--decision', 'd-1', ...nowhere))).toBe('NOT_READY');
  });
});

describe('diff', () => {
  it('puts who gains first, and can fail for it', async () => {
    const { stdout, stderr, exitCode } = await policy('diff', 'policies', widened(), '--fail-on-gain');
    expect(stdout).toMatch(
      /^GAINED: sees more than before \(1\)\n {2}analyst: Customer\.email .*: denied -> masked; passes or\(/,
    );
    expect({ stderr, exitCode }).toEqual({ stderr: 'analyst gain 1 in all. Nobody loses.\n', exitCode: 1 });
  });

  it('compares with the policies of today, and with a table as it was reviewed', async () => {
    const { stdout, stderr } = await policy('diff', widened());
    expect(stdout).toMatch(/^Lost: sees less than before \(1\)\n {2}analyst: Customer\.email .*: masked -> denied; /);
    expect(stderr).toBe('Nobody gains. analyst lose 1 in all.\n');
    expect((await policy('diff', 'policies/golden.txt')).stderr).toBe('Nobody sees more or less than before.\n');
  });

  it('compares with a git revision, its contracts included', async () => {
    expect((await policy('diff', 'HEAD')).stderr).toMatch(/^(Nobody sees more or less than before\.|.+\. .+\.)\n$/);
  });

  it('says what the candidate of a running gateway judges otherwise', async () => {
    const difference = { coordinate: 'Customer.email', client: 'web-shop', operations: 3, lastSeen: '' };
    const report = {
      problem: null,
      since: '2026-11-22T10:00:00.000Z',
      operations: 1_204,
      different: 4,
      differences: [
        { ...difference, before: 'mask', after: 'deny', operations: 1, client: null },
        { ...difference, before: 'mask', after: 'allow' },
      ],
    };
    const stub = await startHttpStub(({ path }) => ({ status: 200, body: path === '/policy/dry-run' ? report : {} }));
    const { stdout, stderr, exitCode } = await policy('diff', '--live', stub.url, '--fail-on-gain');
    await stub.close();
    expect(stdout).toBe(
      'GAINED: would see more than now (1)\n  web-shop: Customer.email: masked -> allowed; 3 operations\n\n' +
        'Lost: would see less than now (1)\n  an unnamed application: Customer.email: masked -> denied; 1 operation\n\n',
    );
    expect(stderr).toBe('1,204 operations since 2026-11-22T10:00:00.000Z, 4 judged otherwise.\n');
    expect(exitCode).toBe(1);
    expect(await codeOf(policy('diff', '--live', 'http://127.0.0.1:9'))).toBe('NOT_READY');
  });

  it('refuses what is neither folder, table nor revision', async () => {
    expect(await codeOf(policy('diff'))).toBe('BAD_USER_INPUT');
    expect(await codeOf(policy('diff', 'no-such-thing'))).toBe('BAD_USER_INPUT');
    expect(await codeOf(policy('diff', 'package.json'))).toBe('BAD_USER_INPUT');
  });
});

describe('coverage', () => {
  it('lists what is open to whom by which layer, and sums it up', async () => {
    const { stdout, stderr } = await policy('coverage');
    expect(stdout).toMatch(
      /^Customer\.riskScore +RESTRICTED +fraud-analyst +derived hasScope\(payments:restricted:read\) & /m,
    );
    expect(stderr).toMatch(/^\d+ coordinates: \d+ open to everyone, 0 to no persona, 0 unclassified; /);
  });

  it('lists what is open to one persona, for a program', async () => {
    const { stdout } = await policy('coverage', '--open-to', 'anonymous', '--format', 'json');
    const { coordinates } = JSON.parse(stdout) as { coordinates: { classification: { level: string } }[] };
    expect(coordinates.length).toBeGreaterThan(10);
    expect(coordinates.filter(({ classification }) => classification.level !== 'PUBLIC')).toEqual([]);
  });
});
