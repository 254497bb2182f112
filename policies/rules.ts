// The rules of this platform: what the security team edits, and nothing of what makes it work. Register a new file of
// policies/domains/ or policies/guardrails/ here.
import type { DomainPolicy } from './domain-policy.ts';
import { catalog } from './domains/catalog.ts';
import { customers } from './domains/customers.ts';
import { metadata } from './domains/metadata.ts';
import { orders } from './domains/orders.ts';
import { payments, paymentsNamed } from './domains/payments.ts';
import { support } from './domains/support.ts';
import { abovePublicNeedsACaller } from './guardrails/above-public-needs-a-caller.ts';
import { changesNeedACaller } from './guardrails/changes-need-a-caller.ts';
import type { Guardrail } from './guardrails/guardrail.ts';
import { heldForCounsel } from './guardrails/held-for-counsel.ts';
import { sensitiveNeedsAScope } from './guardrails/sensitive-needs-a-scope.ts';
import { servesItsPurposes } from './guardrails/serves-its-purposes.ts';
import { staysInItsRegions } from './guardrails/stays-in-its-regions.ts';
import { unclassifiedIsClosed } from './guardrails/unclassified-is-closed.ts';
import type { Rule } from './shield.ts';

export interface PolicyRules {
  readonly guardrails: readonly Guardrail[];
  readonly domains: readonly DomainPolicy[];
  /** What @policy may name in the SDL of a subgraph, `payments.cards`, and the rule that it stands for. */
  readonly named?: Readonly<Record<string, Rule>>;
}

/** Whatever a domain says, these are asked. Other projects take them as they are. */
export const guardrails: readonly Guardrail[] = [
  unclassifiedIsClosed,
  abovePublicNeedsACaller,
  changesNeedACaller,
  sensitiveNeedsAScope,
  staysInItsRegions,
  servesItsPurposes,
  heldForCounsel,
];

export const repositoryRules: PolicyRules = {
  guardrails,
  domains: [customers, catalog, orders, payments, support, metadata],
  named: paymentsNamed,
};
