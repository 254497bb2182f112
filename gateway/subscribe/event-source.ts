// The seam between a subscription and the wire to its subgraph: events arrive in a queue, whatever the protocol.

import { GordianError } from '../../kit/errors.ts';
import type { EventQueue } from '../../kit/event-queue.ts';

export interface SourceRequest {
  readonly subgraph: string;
  readonly url: string;
  /** Sent once, with the connection; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** A GraphQL request as JSON. */
  readonly body: string;
  readonly maxEventBytes: number;
  /** For the subgraph to accept the subscription. */
  readonly acceptTimeoutMs: number;
  /** Between two signs of life of an idle connection. */
  readonly keepAliveMs: number;
}

/** Each event is a GraphQL response as JSON text. */
export type SourceEvents = EventQueue<string>;

/**
 * Subscribes, fills `events` and ends them when the subgraph does; a fault ends them with an error. Lets go of the subgraph
 * when `ended` aborts.
 */
export type OpenSource = (request: SourceRequest, events: SourceEvents, ended: AbortSignal) => void;

export type SourceFaultCode = keyof typeof told;

const told = {
  SUBGRAPH_UNAVAILABLE: 'cannot be reached, or the connection to it was lost; later events are not known',
  SUBGRAPH_TIMEOUT: 'did not accept the subscription in time',
  SUBGRAPH_BAD_RESPONSE: 'does not speak the protocol of subscriptions as it should',
} as const;

/** @param detail names the fault for the log, with no part of what the subgraph sent */
export function sourceFault(subgraph: string, code: SourceFaultCode, detail: string): GordianError {
  return new GordianError(code, `The subgraph "${subgraph}" ${told[code]}. Subscribe again.`, {
    details: { subgraph },
    cause: new Error(detail),
  });
}
