// A policy model as the sources of our compiler, with the guardrails of the repository.
import type { GraphQLSchema } from 'graphql';
import { compilePolicy } from '../../../policies/compiler/compile-policy.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import { abovePublicNeedsACaller } from '../../../policies/guardrails/above-public-needs-a-caller.ts';
import { changesNeedACaller } from '../../../policies/guardrails/changes-need-a-caller.ts';
import type { Guardrail } from '../../../policies/guardrails/guardrail.ts';
import { sensitiveNeedsAScope } from '../../../policies/guardrails/sensitive-needs-a-scope.ts';
import { unclassifiedIsClosed } from '../../../policies/guardrails/unclassified-is-closed.ts';
import type { Rule } from '../../../policies/shield.ts';
import { readFields, ruleBuilder } from './built-rules.ts';
import { maskNamed } from './drawn-masks.ts';
import type { DomainModel, GuardrailModel, PolicyModel, RuleModel } from './policy-model.ts';

/** @throws GordianError POLICY_INVALID */
export function compileModel(schema: GraphQLSchema, model: PolicyModel): CompiledPolicy {
  const build = ruleBuilder({ readRow: readFields, onFault: () => {} });
  return compilePolicy({
    schema,
    classifications: new Map(Object.entries(model.classifications)),
    domains: model.domains.map((domain) => domainPolicy(domain, build)),
    guardrails: [
      unclassifiedIsClosed,
      abovePublicNeedsACaller,
      changesNeedACaller,
      sensitiveNeedsAScope,
      ...model.guardrails.map((guardrail) => guardrailOf(guardrail, build)),
    ],
    subgraph: null,
  });
}

type Build = (model: RuleModel) => Rule;

function domainPolicy({ domain, rules, masks, rows }: DomainModel, build: Build): DomainPolicy {
  return {
    subgraph: domain,
    domain,
    rules: mapValues(rules, (fields) => mapValues(fields, build)),
    masks: mapValues(masks, (fields) =>
      mapValues(fields, ({ unless, mask }) => ({ unless: build(unless), with: maskNamed(mask) })),
    ),
    rows: mapValues(rows, build),
  };
}

function guardrailOf({ level, rule, yieldsToGrants }: GuardrailModel, build: Build): Guardrail {
  const built = build(rule);
  return {
    name: `${level} needs more`,
    yieldsToGrants,
    ruleFor: ({ classification }) => (classification?.level === level ? built : undefined),
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
