// What a gateway is made of: its stages, which those who walk through them are handed.
import type { AssertionSigner } from '../kit/gateway-assertion.ts';
import type { Log } from '../kit/log.ts';
import type { Circumstances } from '../policies/decide/evaluate.ts';
import type { Admission } from './admit/admission.ts';
import type { ClientBuckets } from './admit/client-buckets.ts';
import type { Audit } from './audit/audit.ts';
import type { Authenticate } from './authenticate/authenticate.ts';
import type { GatewayConfig } from './config.ts';
import type { DemandControl } from './demand/demand-control.ts';
import type { DryRun } from './dry-run/dry-run.ts';
import type { Grants } from './grants/grants.ts';
import type { Standing } from './metadata/standing.ts';
import type { Metrics } from './metrics/metrics.ts';
import type { Playground } from './playground/playground.ts';
import type { PersistedDocuments } from './receive/persisted-documents.ts';
import type { FollowedDocuments } from './receive/published-documents.ts';
import type { Reporter } from './report/report.ts';
import type { SlowReaders } from './respond/slow-readers.ts';
import type { Listeners } from './subscribe/listeners.ts';
import type { Generations } from './supergraph/generations.ts';
import type { Policies } from './supergraph/policies.ts';
import type { Usage } from './usage/usage.ts';

export interface Gateway {
  readonly config: GatewayConfig;
  readonly log: Log;
  readonly generations: Generations;
  readonly policies: Policies;
  readonly admission: Admission;
  /** Null when clients may send what they like. */
  readonly clientBuckets: ClientBuckets | null;
  readonly slowReaders: SlowReaders;
  readonly documents: PersistedDocuments;
  /** What clients have published; null where that is not asked for. */
  readonly published: FollowedDocuments | null;
  /** Connections that stay open for events. */
  readonly listeners: Listeners;
  readonly authenticate: Authenticate;
  /** Where and when rules are asked. */
  readonly circumstances: Circumstances;
  /** What callers hold beyond the rules. */
  readonly grants: Grants;
  /** How the products stand; null for a gateway without a registry. */
  readonly standing: Standing | null;
  readonly signer: AssertionSigner;
  readonly audit: Audit;
  readonly usage: Usage;
  readonly reporter: Reporter;
  readonly metrics: Metrics;
  /** Null where no other policy is tried. */
  readonly dryRun: DryRun | null;
  /** Headers of a request on which its answer depends, as `vary` lists them. */
  readonly varyBy: string;
  /** Null when it is off. */
  readonly demand: DemandControl | null;
  readonly playground: Playground | null;
  /** True from the moment it is told to stop; what still arrives is answered, and its connection closed. */
  draining: boolean;
}
