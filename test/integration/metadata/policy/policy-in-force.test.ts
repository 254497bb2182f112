// Who may see what by the rules that serve, and why: over HTTP, by the same code that reviews them. And who may ask.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Caller } from '../../../../kit/caller.ts';
import { callerOf } from '../../../../policies/persona.ts';
import { personas } from '../../../../policies/personas.ts';
import { staff } from '../access/guarded-domain.ts';
import { ann, lead, person, workflowOf } from '../access/people.ts';
import { type MetadataUnderTest, startMetadata } from '../metadata-under-test.ts';
import { metadataFolder } from '../two-domains.ts';

const scopes = new Set(['gordian:policy:read']);
const reader = person('rea', { scopes });
/** May read `Person.clearance`, which is secret, as well. */
const insider = person('ina', { scopes: new Set([...scopes, 'staff:restricted:read']) });

let metadata: MetadataUnderTest;

beforeAll(async () => {
  metadata = await startMetadata();
  expect((await metadata.register([staff(), metadataFolder()])).body.status).toBe('published');
});
afterAll(() => metadata.close());

const matrixQuery = `query ($product: URN) { policyMatrix(product: $product) {
  policyVersion complete personas { id label } rows { coordinate classification cells argumentsDecideFor passes } } }`;

async function matrixFor(caller: Caller, product: string | null = null) {
  const { data, errors } = await metadata.queryAs(caller, matrixQuery, { product });
  return { matrix: data?.policyMatrix, code: errors?.[0]?.extensions?.code };
}

const decision = `coordinate classification outcome layer reason byGrant rule asked { layer rule outcome yieldsToGrants }
  mask { name } rowInputs changes { inputs outcome } product { name }`;

async function explain(caller: Caller, coordinate: string, persona: string | null = null) {
  const field =
    persona === null
      ? `explained: explainOwnDecision(coordinate: "${coordinate}")`
      : `explained: explainDecision(persona: "${persona}", coordinate: "${coordinate}")`;
  const { data, errors = [] } = await metadata.queryAs(caller, `{ ${field} { ${decision} } }`);
  return { explained: data?.explained, errors, code: errors[0]?.extensions?.code };
}

describe('the matrix', () => {
  test('has a column per persona of the rules, and a row per coordinate of the graph', async () => {
    const { matrix } = await matrixFor(reader);
    expect(matrix.personas.map(({ id }: { id: string }) => id)).toEqual(personas.map(({ id }) => id));
    const row = matrix.rows.find(({ coordinate }: { coordinate: string }) => coordinate === 'Person.grade');
    expect(row).toEqual({
      coordinate: 'Person.grade',
      classification: 'CONFIDENTIAL',
      cells: personas.map(() => 'DENY'),
      argumentsDecideFor: [],
      passes: expect.stringContaining('hasScope(staff:confidential:read)'),
    });
    expect(matrix.complete).toBe(true);
  });

  test('of a product has its coordinates only, and of none that there is no row', async () => {
    const { matrix } = await matrixFor(reader, 'gordian:product:staff/badges');
    expect(matrix.rows.map(({ coordinate }: { coordinate: string }) => coordinate)).toEqual(['Person.badgeCopy']);
    expect((await matrixFor(reader, 'gordian:product:staff/none')).matrix.rows).toEqual([]);
  });

  test.each([
    ['whoever may not read it', reader, false],
    ['whoever may', insider, true],
  ] as const)('has a secret for %s, or not', async (_who, caller, isThere) => {
    const { matrix } = await matrixFor(caller, 'gordian:product:staff/people');
    const names = matrix.rows.map(({ coordinate }: { coordinate: string }) => coordinate);
    expect(names.includes('Person.clearance')).toBe(isThere);
    expect(names).toContain('Person.badge');
  });

  test.each(
    personas.map((persona) => [persona.id, persona] as const),
  )('is there for %s, or not', async (_id, persona) => {
    const mayRead = callerOf(persona).scopes.has('gordian:policy:read');
    const { matrix, code } = await matrixFor(callerOf(persona), 'gordian:product:staff/badges');
    if (mayRead) expect(matrix.rows).toHaveLength(1);
    else expect([matrix ?? null, code]).toEqual([null, persona.claims === null ? 'UNAUTHENTICATED' : 'FORBIDDEN']);
  });
});

describe('a decision', () => {
  test('about oneself is explained to everybody, and the rules to those who may know them', async () => {
    const own = await explain(ann, 'Person.grade');
    expect(own.explained).toMatchObject({
      outcome: 'DENY',
      layer: 'DERIVED',
      classification: 'CONFIDENTIAL',
      byGrant: 'ALLOW',
      reason: expect.any(String),
      product: { name: 'People' },
      rule: null,
      asked: null,
      changes: null,
    });
    expect(JSON.stringify(own)).not.toContain('staff:confidential:read');
    const { explained, errors } = await explain(reader, 'Person.grade');
    expect(errors).toEqual([]);
    expect(explained.rule).toBe('hasScope(staff:confidential:read)');
    expect(explained.asked[0]).toEqual({
      layer: 'DERIVED',
      rule: 'hasScope(staff:confidential:read)',
      outcome: 'DENY',
      yieldsToGrants: true,
    });
    expect(explained.changes).toContainEqual({ inputs: ['with scope staff:confidential:read'], outcome: 'ALLOW' });
  });

  test('counts what was granted', async () => {
    const grant = { id: 'g', targets: ['Person.grade'], outcome: 'ALLOW' as const, validUntil: 2_000_000_000 };
    expect((await explain({ ...ann, grants: [grant] }, 'Person.grade')).explained.outcome).toBe('ALLOW');
  });

  test('says that a grant would open what the contract allows for a purpose only', async () => {
    expect((await explain(ann, 'Person.salary')).explained).toMatchObject({ outcome: 'DENY', byGrant: 'ALLOW' });
  });

  test('about a persona is for those who may know the rules', async () => {
    expect((await explain(reader, 'Person.grade', 'anonymous')).explained).toMatchObject({ outcome: 'DENY' });
    expect((await explain(ann, 'Person.grade', 'anonymous')).code).toBe('FORBIDDEN');
    const unknown = await explain(reader, 'Person.grade', 'nobody');
    expect(unknown.code).toBe('BAD_USER_INPUT');
    expect(unknown.errors[0]!.message).toContain('must be one of anonymous, app, analyst');
  });

  test.each([
    ['a field that there is not', 'Person.nothing'],
    ['a secret', 'Person.clearance'],
    ['something that is no coordinate', '%_'],
  ])('about %s is none', async (_what, coordinate) => {
    expect(await explain(reader, coordinate)).toMatchObject({ explained: null, errors: [] });
  });

  test('is explained a few times in a request', async () => {
    const many = Array.from(
      { length: 11 },
      (_, index) => `a${index}: explainOwnDecision(coordinate: "Person.nick") { outcome }`,
    );
    const { errors } = await metadata.queryAs(ann, `{ ${many.join(' ')} }`);
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['OPERATION_LIMIT_EXCEEDED']);
  });
});

describe('before access is asked for', () => {
  test.each([
    ['whoever may not know the rules', ann, 'staff/people'],
    ['whoever may', reader, 'staff/people staff:restricted:read'],
  ])('%s hears of the product, and of its scope accordingly', async (_who, caller, policy) => {
    const document = '{ previewAccess(targets: ["Person.badge"]) { policyEvaluation { policy } } }';
    const { data } = await metadata.queryAs(caller, document);
    expect(data.previewAccess.policyEvaluation).toEqual([{ policy }]);
  });

  test('what is the same without its scope is said once', async () => {
    const document = '{ previewAccess(targets: ["Person.name", "Mutation.dismiss"]) { policyEvaluation { policy } } }';
    const policiesFor = async (caller: Caller) =>
      (await metadata.queryAs(caller, document)).data.previewAccess.policyEvaluation.map(
        ({ policy }: { policy: string }) => policy,
      );
    const named = ['staff:confidential:read', 'staff:pii:read', 'staff:write'].map((scope) => `staff/people ${scope}`);
    expect((await policiesFor(reader)).toSorted()).toEqual(named);
    // Of the owner, who decides about two of them, and of those whom the contract names.
    expect(await policiesFor(ann)).toEqual(['staff/people', 'staff/people']);
  });

  test('an input that is wrong is named as it is known', async () => {
    const { errors } = await metadata.queryAs(ann, '{ previewAccess(targets: []) { longest } }');
    expect(errors?.[0]?.message).toMatch(/^`?targets`? must name 1 to 20 targets/);
  });

  const preview = async (targets: string[], more: object = {}) => {
    const { data, errors } = await metadata.queryAs(
      ann,
      `query ($targets: [String!]!, $purpose: String, $duration: Duration) {
        previewAccess(targets: $targets, purpose: $purpose, duration: $duration) {
          approvers longest purposes policyEvaluation { passed } } }`,
      { targets, ...more },
    );
    return data?.previewAccess ?? errors?.[0]?.extensions?.code;
  };

  test.each([
    [
      'people decide',
      ['Person.grade'],
      {},
      { approvers: ['people-leads', 'works-council'], longest: 'P90D', purposes: null },
    ],
    ['two people decide', ['Person.badge'], {}, { approvers: ['people-leads', 'security'], longest: 'P30D' }],
    [
      'the policies decide for a purpose of the contract and a short time',
      ['Person.salary'],
      { purpose: 'payroll', duration: 'P1D' },
      { approvers: [], longest: 'P90D', purposes: ['payroll'], policyEvaluation: [{ passed: true }] },
    ],
    [
      'people decide about a longer time',
      ['Person.salary'],
      { purpose: 'payroll', duration: 'P15D' },
      { approvers: ['people-leads', 'works-council'] },
    ],
    ['nobody has to agree to what is open', ['Person.nick'], {}, { approvers: [], longest: 'P90D' }],
  ])('%s', async (_what, targets, more, expected) => {
    expect(await preview(targets, more)).toMatchObject(expected);
  });

  test.each([
    ['ACCESS_TARGET_UNKNOWN', ['Person.clearance'], {}],
    ['ACCESS_TARGET_UNKNOWN', ['Person.grade', 'Nothing.here'], {}],
    ['BAD_USER_INPUT', [], {}],
    ['BAD_USER_INPUT', ['Person.grade'], { duration: 'a while' }],
  ])('%s for %o', async (code, targets, more) => {
    expect(await preview(targets, more)).toBe(code);
  });
});

describe('what one may do is said before it is done', () => {
  const flow = () => workflowOf(metadata);
  const requestsOf = (caller: Caller, mine: boolean) =>
    flow().list(caller, `accessRequests(mine: ${mine})`, 'id state own mayDecide grant { id own mayRevoke }');

  test('about a request and the grant that came of it', async () => {
    const { id } = (await flow().ask(ann, { targets: ['Person.grade'] })).value;
    expect(await requestsOf(ann, true)).toMatchObject([{ id, own: true, mayDecide: false }]);
    expect(await requestsOf(lead, false)).toMatchObject([{ id, own: false, mayDecide: true }]);
    expect(await requestsOf(person('sec', { scopes: new Set(['gordian:security']) }), false)).toMatchObject([
      { id, own: false, mayDecide: false },
    ]);
    await flow().decide(lead, id, true);
    expect(await requestsOf(lead, false)).toMatchObject([
      { id, mayDecide: false, grant: { own: false, mayRevoke: true } },
    ]);
    expect(await requestsOf(ann, true)).toMatchObject([{ grant: { own: true, mayRevoke: true } }]);
  });

  test('about a broken glass', async () => {
    const { id } = (await flow().breakGlass(breaker, { targets: ['Person.grade'] })).value;
    const security = person('sec', { scopes: new Set(['gordian:security']) });
    const seenBy = async (caller: Caller, mine: boolean) =>
      flow().list(caller, `breakGlasses(mine: ${mine})`, 'own mayEnd mayReview');
    expect(await seenBy(breaker, true)).toEqual([{ own: true, mayEnd: true, mayReview: false }]);
    expect(await seenBy(security, false)).toEqual([{ own: false, mayEnd: true, mayReview: false }]);
    await flow().endGlass(breaker, id);
    expect(await seenBy(breaker, true)).toEqual([{ own: true, mayEnd: false, mayReview: false }]);
    expect(await seenBy(security, false)).toEqual([{ own: false, mayEnd: false, mayReview: true }]);
  });
});

const breaker = person('bea', {
  roles: new Set(['break-glass']),
  claims: { auth_time: Math.floor(Date.now() / 1_000), amr: ['otp'] },
});
