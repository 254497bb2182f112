// Sample domain: what the contract classifies decides. A rule here stands in for the derived one of its field:
// `SampleRecord: { note: hasScope('sample-domain:notes:read') }`, with hasScope from gordian/policies/vocabulary.
import type { DomainPolicy } from 'gordian/policies/domain-policy';

export const sampleDomain: DomainPolicy = {
  subgraph: 'sample-domain',
  domain: 'sample-domain',
  rules: {},
  masks: {},
};
