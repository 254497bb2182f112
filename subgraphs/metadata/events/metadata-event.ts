// What can happen to a product that others want to hear of.
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';

export type MetadataEvent = ContractChanged | HealthChanged | IncidentChanged;
export type EventTopic = MetadataEvent['topic'];

/** A new version of a contract is in force. */
export interface ContractChanged {
  readonly topic: 'contract.changed';
  /** `orders/orders` */
  readonly product: string;
  readonly version: string;
  /** Null: the first one. */
  readonly previousVersion: string | null;
  readonly changes: readonly ContractChange[];
}

/** The product's service stands otherwise than before. */
export interface HealthChanged {
  readonly topic: 'health.changed';
  readonly product: string;
  readonly status: string;
  readonly previousStatus: string;
  /** For people, one sentence each. */
  readonly reasons: readonly string[];
}

export interface IncidentChanged {
  readonly topic: 'incident.changed';
  readonly product: string;
  readonly incident: string;
  readonly state: 'OPEN' | 'ACKNOWLEDGED' | 'RESOLVED';
  readonly severity: string;
  readonly title: string;
  /** True when it is told again because nobody has acknowledged it in time. */
  readonly escalated?: boolean;
}
