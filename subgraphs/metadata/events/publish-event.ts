// The way to tell the world that something happened to a product: part of the transaction that makes it so. Subscriptions and
// webhooks read it from there; see deliver.ts and listen.ts.
import type { Queries } from '../../../kit/postgres.ts';
import type { ContractChange } from '../../../schema/contract-changes/contract-change.ts';
import { insertEvent } from './queries.ts';

export type MetadataEvent = ContractChanged | HealthChanged | IncidentChanged;

/** A new version of a contract is in force. */
export interface ContractChanged {
  readonly topic: 'contract.changed';
  /** `orders/orders` */
  readonly product: string;
  readonly version: string;
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
}

export function publishEvent(transaction: Queries, event: MetadataEvent, now: Date): Promise<void> {
  return insertEvent(transaction, event, now);
}
