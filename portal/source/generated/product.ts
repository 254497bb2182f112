// Generated from the .graphql files of the folder of this name by `npm run generate:portal`; change those.
import type { TypedDocument } from '../graph/typed-document.ts';
import { type HealthFragment, type TrustFragment, type AccessFragment, HealthText, TrustText, AccessText } from './graph.ts';

export type Sensitivity = 'PUBLIC' | 'INTERNAL' | 'CONFIDENTIAL' | 'RESTRICTED';

export type ChangeAxis = 'SCHEMA' | 'GUARANTEE' | 'GOVERNANCE' | 'COMMERCIAL';

export type ChangeSeverity = 'INFO' | 'WARNING' | 'BREAKING';

export type UsageVerdict = 'NOT_BREAKING' | 'UNUSED_IN_WINDOW' | 'BREAKS_PINNED_ONLY' | 'UNKNOWN_NO_TRAFFIC_DATA' | 'BREAKS_CONSUMERS';

export type SlaKind = 'FRESHNESS' | 'LATENCY' | 'AVAILABILITY' | 'ERROR_RATE' | 'COMPLETENESS' | 'THROUGHPUT' | 'FREQUENCY' | 'TIME_OF_AVAILABILITY' | 'RETENTION' | 'TIME_TO_DETECT' | 'TIME_TO_NOTIFY' | 'TIME_TO_REPAIR';

export type SlaStatus = 'OK' | 'AT_RISK' | 'BREACHED' | 'UNKNOWN';

export type BurnAlert = 'PAGE' | 'TICKET';

export type QualityStatus = 'PASSING' | 'FAILING' | 'UNKNOWN';

export type QualityOutcome = 'PASS' | 'FAIL' | 'ERROR' | 'SKIPPED';

export type ProductKind = 'SOURCE_ALIGNED' | 'AGGREGATE' | 'CONSUMER_ALIGNED';

export type LifecycleStatus = 'PROPOSED' | 'DRAFT' | 'ACTIVE' | 'DEPRECATED' | 'RETIRED';

export type IncidentSeverity = 'MINOR' | 'MAJOR' | 'CRITICAL';

export type IncidentState = 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';

export type Bump = 'NONE' | 'PATCH' | 'MINOR' | 'MAJOR';

export type ConsumerKind = 'APPLICATION' | 'SERVICE' | 'ANONYMOUS';

export type ContractFieldFragment = { readonly coordinate: string; readonly type: string; readonly description: string | null; readonly classification: { readonly level: Sensitivity; readonly tags: ReadonlyArray<string>; readonly masking: boolean; readonly residency: ReadonlyArray<string>; readonly retention: string | null } | null; readonly deprecation: { readonly reason: string; readonly replacement: string | null; readonly since: string; readonly sunsetAt: string | null; readonly remainingConsumers: number; readonly readyToRemove: boolean } | null };

export const ContractFieldText = `fragment ContractField on SchemaField {
  coordinate
  type
  description
  classification {
    level
    tags
    masking
    residency
    retention
  }
  deprecation {
    reason
    replacement
    since
    sunsetAt
    remainingConsumers
    readyToRemove
  }
}`;

export type ContractChangeFragment = { readonly coordinate: string; readonly axis: ChangeAxis; readonly kind: string; readonly severity: ChangeSeverity; readonly message: string; readonly verdict: UsageVerdict; readonly affected: { readonly clients: number } | null };

export const ContractChangeText = `fragment ContractChange on ContractChange {
  coordinate
  axis
  kind
  severity
  message
  verdict
  affected {
    clients
  }
}`;

export type ServiceLevelFragment = { readonly id: string; readonly kind: SlaKind; readonly element: string | null; readonly status: SlaStatus; readonly observed: number | null; readonly unit: string; readonly evidenceAgeSeconds: number | null; readonly breachesAt: string | null; readonly objective: { readonly threshold: number; readonly unit: string; readonly target: number; readonly window: string }; readonly budget: { readonly remaining: number | null; readonly alert: BurnAlert | null; readonly exhaustsAt: string | null; readonly burn: ReadonlyArray<{ readonly window: string; readonly rate: number | null; readonly alerting: boolean }> | null } | null; readonly history: ReadonlyArray<{ readonly at: string; readonly good: number; readonly total: number }> | null };

export const ServiceLevelText = `fragment ServiceLevel on Sla {
  id
  kind
  element
  status
  observed
  unit
  evidenceAgeSeconds
  breachesAt
  objective {
    threshold
    unit
    target
    window
  }
  budget {
    remaining
    alert
    exhaustsAt
    burn {
      window
      rate
      alerting
    }
  }
  history(from: $from, to: $to, step: $step) {
    at
    good
    total
  }
}`;

export type QualityCheckFragment = { readonly id: string; readonly rule: string; readonly name: string | null; readonly description: string | null; readonly coordinate: string; readonly dimension: string | null; readonly severity: string | null; readonly expectation: string; readonly schedule: string; readonly status: QualityStatus | null; readonly reason: string | null; readonly latest: { readonly at: string; readonly outcome: QualityOutcome; readonly observed: number | null; readonly failedRows: number | null } | null; readonly results: ReadonlyArray<{ readonly at: string; readonly outcome: QualityOutcome }> | null };

export const QualityCheckText = `fragment QualityCheck on QualityCheck {
  id
  rule
  name
  description
  coordinate
  dimension
  severity
  expectation
  schedule
  status
  reason
  latest {
    at
    outcome
    observed
    failedRows
  }
  results(first: 20) {
    at
    outcome
  }
}`;

export type PinFragment = { readonly consumer: string; readonly range: string; readonly resolved: string | null; readonly breaksAt: string | null; readonly pinnedAt: string };

export const PinText = `fragment Pin on ContractPin {
  consumer
  range
  resolved
  breaksAt
  pinnedAt
}`;

export type ExampleFragment = { readonly id: string; readonly name: string; readonly description: string | null; readonly document: string; readonly variables: string | null; readonly verified: boolean; readonly verifiedAt: string | null; readonly outcome: QualityOutcome | null; readonly reason: string | null };

export const ExampleText = `fragment Example on ProductExample {
  id
  name
  description
  document
  variables
  verified
  verifiedAt
  outcome
  reason
}`;

export type ProductOverviewData = { readonly dataProduct: { readonly urn: string; readonly name: string; readonly kind: ProductKind; readonly status: LifecycleStatus; readonly description: string | null; readonly tags: ReadonlyArray<string>; readonly entities: ReadonlyArray<string>; readonly domain: { readonly slug: string; readonly name: string; readonly capability: string | null; readonly contacts: ReadonlyArray<{ readonly channel: string; readonly url: string | null; readonly scope: string | null }> | null }; readonly owners: ReadonlyArray<{ readonly id: string; readonly name: string; readonly description: string | null; readonly onCall: string | null; readonly members: ReadonlyArray<{ readonly subject: string; readonly name: string | null; readonly role: string | null; readonly until: string | null }> | null }> | null; readonly glossary: ReadonlyArray<{ readonly id: string; readonly term: string; readonly definition: string | null }> | null; readonly scorecard: { readonly percent: number; readonly checks: ReadonlyArray<{ readonly id: string; readonly passed: boolean; readonly detail: string | null }> } | null; readonly trust: TrustFragment | null; readonly health: HealthFragment & { readonly upstream: ReadonlyArray<{ readonly product: { readonly urn: string; readonly name: string } | null; readonly status: SlaStatus; readonly hops: number; readonly via: ReadonlyArray<string> }> | null } | null; readonly incidents: ReadonlyArray<{ readonly id: string; readonly title: string; readonly severity: IncidentSeverity; readonly state: IncidentState; readonly openedAt: string }> | null; readonly myAccess: AccessFragment & { readonly clearFields: ReadonlyArray<string> } | null; readonly contracts: ReadonlyArray<{ readonly id: string; readonly current: { readonly version: string; readonly status: LifecycleStatus; readonly registeredAt: string; readonly price: { readonly amount: number | null; readonly currency: string | null; readonly unit: string | null } | null } }> } | null };

export type ProductOverviewVariables = { readonly urn: string };

export const ProductOverviewDocument: TypedDocument<ProductOverviewData, ProductOverviewVariables> = {
  kind: 'query',
  operationName: 'ProductOverview',
  text: `query ProductOverview($urn: URN!) {
  dataProduct(urn: $urn) {
    urn
    name
    kind
    status
    description
    tags
    entities
    domain {
      slug
      name
      capability
      contacts {
        channel
        url
        scope
      }
    }
    owners {
      id
      name
      description
      onCall
      members {
        subject
        name
        role
        until
      }
    }
    glossary {
      id
      term
      definition
    }
    scorecard {
      percent
      checks {
        id
        passed
        detail
      }
    }
    trust {
      ...Trust
    }
    health {
      ...Health
      upstream {
        product {
          urn
          name
        }
        status
        hops
        via
      }
    }
    incidents {
      id
      title
      severity
      state
      openedAt
    }
    myAccess {
      ...Access
      clearFields
    }
    contracts {
      id
      current {
        version
        status
        registeredAt
        price {
          amount
          currency
          unit
        }
      }
    }
  }
}

${TrustText}

${HealthText}

${AccessText}`,
};

export type ProductContractData = { readonly contract: { readonly current: { readonly version: string; readonly fields: ReadonlyArray<ContractFieldFragment> | null }; readonly versions: { readonly totalCount: number; readonly nodes: ReadonlyArray<{ readonly version: string; readonly status: LifecycleStatus; readonly registeredAt: string; readonly registeredBy: string | null; readonly requiredBump: Bump | null }> } } | null };

export type ProductContractVariables = { readonly id: string };

export const ProductContractDocument: TypedDocument<ProductContractData, ProductContractVariables> = {
  kind: 'query',
  operationName: 'ProductContract',
  text: `query ProductContract($id: ID!) {
  contract(id: $id) {
    current {
      version
      fields(first: 1000) {
        ...ContractField
      }
    }
    versions(first: 50) {
      totalCount
      nodes {
        version
        status
        registeredAt
        registeredBy
        requiredBump
      }
    }
  }
}

${ContractFieldText}`,
};

export type ContractTextData = { readonly contract: { readonly version: { readonly version: string; readonly odcs: string | null; readonly sha256: string; readonly sourceRevision: string | null } | null } | null };

export type ContractTextVariables = { readonly id: string; readonly version: string };

export const ContractTextDocument: TypedDocument<ContractTextData, ContractTextVariables> = {
  kind: 'query',
  operationName: 'ContractText',
  text: `query ContractText($id: ID!, $version: SemVer!) {
  contract(id: $id) {
    version(v: $version) {
      version
      odcs
      sha256
      sourceRevision
    }
  }
}`,
};

export type ContractComparisonData = { readonly contract: { readonly before: { readonly odcs: string | null } | null; readonly after: { readonly odcs: string | null; readonly changes: ReadonlyArray<ContractChangeFragment> | null } | null } | null };

export type ContractComparisonVariables = { readonly id: string; readonly base: string; readonly version: string };

export const ContractComparisonDocument: TypedDocument<ContractComparisonData, ContractComparisonVariables> = {
  kind: 'query',
  operationName: 'ContractComparison',
  text: `query ContractComparison($id: ID!, $base: SemVer!, $version: SemVer!) {
  contract(id: $id) {
    before: version(v: $base) {
      odcs
    }
    after: version(v: $version) {
      odcs
      changes(since: $base, first: 200) {
        ...ContractChange
      }
    }
  }
}

${ContractChangeText}`,
};

export type ProductServiceLevelsData = { readonly dataProduct: { readonly slas: ReadonlyArray<ServiceLevelFragment> | null } | null };

export type ProductServiceLevelsVariables = { readonly urn: string; readonly from: string; readonly to: string; readonly step: string };

export const ProductServiceLevelsDocument: TypedDocument<ProductServiceLevelsData, ProductServiceLevelsVariables> = {
  kind: 'query',
  operationName: 'ProductServiceLevels',
  text: `query ProductServiceLevels($urn: URN!, $from: DateTime!, $to: DateTime!, $step: Duration!) {
  dataProduct(urn: $urn) {
    slas {
      ...ServiceLevel
    }
  }
}

${ServiceLevelText}`,
};

export type ProductQualityData = { readonly dataProduct: { readonly quality: { readonly passing: number; readonly failing: number; readonly unknown: number; readonly score: number | null; readonly asOf: string | null } | null; readonly checks: { readonly totalCount: number; readonly nodes: ReadonlyArray<QualityCheckFragment> } | null } | null };

export type ProductQualityVariables = { readonly urn: string };

export const ProductQualityDocument: TypedDocument<ProductQualityData, ProductQualityVariables> = {
  kind: 'query',
  operationName: 'ProductQuality',
  text: `query ProductQuality($urn: URN!) {
  dataProduct(urn: $urn) {
    quality {
      passing
      failing
      unknown
      score
      asOf
    }
    checks(first: 100) {
      totalCount
      nodes {
        ...QualityCheck
      }
    }
  }
}

${QualityCheckText}`,
};

export type ProductConsumersData = { readonly dataProduct: { readonly consumers: { readonly totalCount: number; readonly edges: ReadonlyArray<{ readonly requests: number; readonly operations: number; readonly lastSeen: string; readonly node: { readonly id: string; readonly name: string; readonly kind: ConsumerKind } }> } | null } | null; readonly contract: { readonly pins: ReadonlyArray<PinFragment> | null } | null };

export type ProductConsumersVariables = { readonly urn: string; readonly id: string; readonly window: string };

export const ProductConsumersDocument: TypedDocument<ProductConsumersData, ProductConsumersVariables> = {
  kind: 'query',
  operationName: 'ProductConsumers',
  text: `query ProductConsumers($urn: URN!, $id: ID!, $window: Duration!) {
  dataProduct(urn: $urn) {
    consumers(window: $window, first: 50) {
      totalCount
      edges {
        requests
        operations
        lastSeen
        node {
          id
          name
          kind
        }
      }
    }
  }
  contract(id: $id) {
    pins {
      ...Pin
    }
  }
}

${PinText}`,
};

export type ProductExamplesData = { readonly dataProduct: { readonly examples: ReadonlyArray<ExampleFragment> | null } | null };

export type ProductExamplesVariables = { readonly urn: string };

export const ProductExamplesDocument: TypedDocument<ProductExamplesData, ProductExamplesVariables> = {
  kind: 'query',
  operationName: 'ProductExamples',
  text: `query ProductExamples($urn: URN!) {
  dataProduct(urn: $urn) {
    examples {
      ...Example
    }
  }
}

${ExampleText}`,
};

export type ProductHealthChangedData = { readonly healthChanged: { readonly status: SlaStatus; readonly at: string } | null };

export type ProductHealthChangedVariables = { readonly urn: string };

export const ProductHealthChangedDocument: TypedDocument<ProductHealthChangedData, ProductHealthChangedVariables> = {
  kind: 'subscription',
  operationName: 'ProductHealthChanged',
  text: `subscription ProductHealthChanged($urn: String!) {
  healthChanged(products: [$urn]) {
    status
    at
  }
}`,
};

export type ProductContractChangedData = { readonly contractChanged: { readonly version: string; readonly at: string } | null };

export type ProductContractChangedVariables = { readonly urn: string };

export const ProductContractChangedDocument: TypedDocument<ProductContractChangedData, ProductContractChangedVariables> = {
  kind: 'subscription',
  operationName: 'ProductContractChanged',
  text: `subscription ProductContractChanged($urn: String!) {
  contractChanged(match: [$urn], minSeverity: INFO) {
    version
    at
  }
}`,
};
