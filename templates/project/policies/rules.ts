// The rules of this graph: who may see what. Register a new file of domains/ here.
import { metadata } from 'gordian/policies/domains/metadata';
import { guardrails, type PolicyRules } from 'gordian/policies/rules';
import { deliveries } from './domains/deliveries.ts';
import { suppliers } from './domains/suppliers.ts';

export const repositoryRules: PolicyRules = {
  guardrails,
  domains: [metadata, deliveries, suppliers],
};
