// Metadata's own schema under its own contract and rules, for the differential: what guards the metadata is tried like any other policy.
// Its data come from a random world, because who may see a field does not depend on what it holds.
import { readFileSync } from 'node:fs';
import { packageFile } from '../../../kit/package-files.ts';
import { compilePolicy } from '../../../policies/compiler/compile-policy.ts';
import type { CompiledPolicy } from '../../../policies/compiler/compiled-policy.ts';
import { repositoryClassifications } from '../../../policies/compiler/repository-classifications.ts';
import type { DomainPolicy } from '../../../policies/domain-policy.ts';
import { metadata } from '../../../policies/domains/metadata.ts';
import { repositoryRules } from '../../../policies/rules.ts';
import { anatomyOf, type Rule } from '../../../policies/shield.ts';
import type { WrittenSupergraph } from '../random-supergraph.ts';
import type { CallerDrawer } from './authorized-campaign.ts';
import type { GuardedGraph } from './authorized-differential.ts';
import { drawPersona } from './draw-persona.ts';
import type { DomainModel, PolicyModel, RuleModel } from './policy-model.ts';

export function metadataSupergraph(): WrittenSupergraph {
  const sdl = readFileSync(packageFile('subgraphs/metadata/schema.graphql'), 'utf8');
  return { name: 'metadata', subgraphs: { metadata: sdl }, computed: {}, reliable: [] };
}

/** For graphql-shield. The guardrails that speak of no level need no model: the oracle has them by itself. */
export function metadataPolicy(): PolicyModel {
  const classifications = Object.fromEntries(repositoryClassifications('metadata'));
  return { classifications, domains: [modelOf(metadata)], guardrails: [] };
}

/** The personas, with grants for anything in the contract and for the product. */
export function drawMetadataCaller({ classifications }: PolicyModel): CallerDrawer {
  const targets = [...Object.keys(classifications), 'platform/metadata'];
  return (seed) => drawPersona(targets, seed);
}

/** For the gateway. @param domain stands in for the rules of the repository */
export function compileMetadata({ schema }: Pick<GuardedGraph, 'schema'>, domain = metadata): CompiledPolicy {
  const classifications = repositoryClassifications('metadata');
  const { guardrails } = repositoryRules;
  return compilePolicy({ schema, classifications, domains: [domain], guardrails, subgraph: null });
}

function modelOf({ domain, rules }: DomainPolicy): DomainModel {
  const modelled = Object.entries(rules).map(([typeName, tree]) => [
    typeName,
    anatomyOf(tree)
      ? { '*': repositoryRule(tree as Rule) }
      : Object.fromEntries(Object.entries(tree).map(([field, rule]) => [field, repositoryRule(rule)])),
  ]);
  return { domain, rules: Object.fromEntries(modelled), masks: {}, rows: {} };
}

const repositoryRule = (rule: Rule): RuleModel => ({ kind: 'repository', rule });
