// Who listens: the connections that stay open for events, counted, bounded, and told when the gateway stops.
import { GordianError } from '../../kit/errors.ts';

export interface Listeners {
  /**
   * @param stop called once when the gateway stops
   * @returns what to call when the connection is gone
   * @throws GordianError OVERLOADED or NOT_READY
   */
  admit(stop: () => void): () => void;
  /** Tells everyone that the gateway stops, and lets nobody in. */
  stop(): void;
  readonly counts: {
    /** Open connections of clients, of either protocol. */
    readonly connections: number;
    /** Subscriptions that run. */
    readonly subscriptions: number;
  };
  /**
   * Counts a subscription until the returned function is called.
   * @throws GordianError OVERLOADED
   */
  subscribed(): () => void;
}

export interface ListenerLimits {
  /** Connections of clients, of either protocol. */
  readonly maxConnections: number;
  readonly maxSubscriptions: number;
}

export function createListeners({ maxConnections, maxSubscriptions }: ListenerLimits): Listeners {
  const connections = new Set<() => void>();
  let subscriptions = 0;
  let isStopping = false;
  return {
    admit(stop) {
      if (isStopping) throw stopping();
      if (connections.size >= maxConnections) throw tooMany('maxConnections', maxConnections);
      connections.add(stop);
      return () => void connections.delete(stop);
    },
    stop() {
      isStopping = true;
      for (const stop of connections) stop();
    },
    counts: {
      get connections() {
        return connections.size;
      },
      get subscriptions() {
        return subscriptions;
      },
    },
    subscribed() {
      if (subscriptions >= maxSubscriptions) throw tooMany('maxSubscriptions', maxSubscriptions);
      subscriptions++;
      return () => void subscriptions--;
    },
  };
}

export function stopping(): GordianError {
  return new GordianError('NOT_READY', 'The gateway stops. Subscribe again; another one may answer.');
}

const counted: Readonly<Record<keyof ListenerLimits, string>> = {
  maxConnections: 'connections listen',
  maxSubscriptions: 'subscriptions run',
};

function tooMany(limit: keyof ListenerLimits, allowed: number): GordianError {
  const setting = `subscriptions.${limit}`;
  return new GordianError('OVERLOADED', `${allowed} ${counted[limit]} already (setting ${setting}).`, {
    details: { limit: setting, allowed },
  });
}
