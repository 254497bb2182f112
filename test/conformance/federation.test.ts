// Every case of test/conformance/cases, over real HTTP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GordianError } from '../../kit/errors.ts';
import { type Federation, startFederation } from '../support/federation/federation.ts';
import { aliasHole } from './cases/alias-hole.ts';
import { chainedRequires } from './cases/chained-requires.ts';
import { conditions } from './cases/conditions.ts';
import { context } from './cases/context.ts';
import { customScalars } from './cases/custom-scalars.ts';
import { entityInterfaces } from './cases/entity-interfaces.ts';
import { foreignFields } from './cases/foreign-fields.ts';
import { hiddenElements } from './cases/hidden-elements.ts';
import { interfaceObjectTypes } from './cases/interface-object-types.ts';
import { interfaceObjects } from './cases/interface-objects.ts';
import { keys } from './cases/keys.ts';
import { markingDirectives } from './cases/marking-directives.ts';
import { missingInputs } from './cases/missing-inputs.ts';
import { mutations } from './cases/mutations.ts';
import { nestedFragments } from './cases/nested-fragments.ts';
import { nestedRequires } from './cases/nested-requires.ts';
import { nonNullViolations } from './cases/non-null-violations.ts';
import { progressiveOverride } from './cases/progressive-override.ts';
import { provides } from './cases/provides.ts';
import { requiredArguments } from './cases/required-arguments.ts';
import { resolvableKeys } from './cases/resolvable-keys.ts';
import { rewrites } from './cases/rewrites.ts';
import { rootTypes } from './cases/root-types.ts';
import { sharedUnions } from './cases/shared-unions.ts';
import { unresolvableFields } from './cases/unresolvable-fields.ts';

const cases = [
  aliasHole,
  chainedRequires,
  conditions,
  context,
  customScalars,
  entityInterfaces,
  foreignFields,
  hiddenElements,
  interfaceObjects,
  interfaceObjectTypes,
  keys,
  markingDirectives,
  missingInputs,
  mutations,
  nestedFragments,
  nestedRequires,
  nonNullViolations,
  progressiveOverride,
  provides,
  requiredArguments,
  resolvableKeys,
  rewrites,
  rootTypes,
  sharedUnions,
  unresolvableFields,
];

describe.each(cases)('$rule', ({ subgraphs, editSupergraph, asks }) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(subgraphs, editSupergraph);
  });
  afterAll(() => federation.close());

  test.each(asks)('$that', async ({ query, variables, overrides, data, errors = [], refusedWith, check }) => {
    const running = federation.run(query, { variables, overrides });
    if (refusedWith) {
      const refusal = await running.catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(GordianError);
      expect((refusal as GordianError).code).toBe(refusedWith);
      return;
    }
    const run = await running;
    const found = run.errors.map(({ path, extensions }) => [path.join('.'), extensions.code]);
    expect({ data: run.data, errors: found.sort() }).toEqual({ data, errors: [...errors].sort() });
    check?.(run);
  });
});
