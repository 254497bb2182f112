// What Postgres sends to those who listen (LISTEN, NOTIFY), over one connection of its own. When that is lost, everyone who
// listens is told: what happened in between is not known, and silence would look like peace.
import pg from 'pg';
import { GordianError } from './errors.ts';
import { EventQueue } from './event-queue.ts';
import { databaseError } from './postgres-errors.ts';

export interface Channels {
  /**
   * Payloads of the channel from now on; resolves when nothing sent afterwards can be missed.
   * @param read makes an event of a payload; undefined leaves it out
   */
  listen<Event>(channel: string, read: (payload: string) => Event | undefined): Promise<AsyncIterableIterator<Event>>;
  close(): void;
}

interface Listener {
  readonly channel: string;
  receive(payload: string): void;
  lose(error: Error): void;
}

interface Connection {
  readonly client: pg.Client;
  readonly connected: Promise<unknown>;
}

/** Of one subscription, that wait to be resolved. */
const maxWaitingEvents = 1_000;

export function createChannels(config: pg.ClientConfig): Channels {
  const listeners = new Set<Listener>();
  let current: Connection | null = null;

  const lose = (client: pg.Client, error: Error): void => {
    if (current?.client !== client) return;
    current = null;
    for (const listener of [...listeners]) listener.lose(error);
    client.end().catch(() => {});
  };

  function connect(): Connection {
    const client = new pg.Client({ ...config, keepAlive: true });
    client.on('error', (error) => lose(client, databaseError(error)));
    client.on('end', () => lose(client, databaseError(new Error('the connection ended'))));
    client.on('notification', ({ channel, payload = '' }) => {
      for (const listener of listeners) if (listener.channel === channel) listener.receive(payload);
    });
    return { client, connected: client.connect() };
  }

  async function listenOn(channel: string): Promise<void> {
    current ??= connect();
    const { client, connected } = current;
    try {
      await connected;
      // Listening twice is listening once.
      await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
    } catch (error) {
      lose(client, databaseError(error));
      throw databaseError(error);
    }
  }

  return {
    async listen(channel, read) {
      type Event = NonNullable<ReturnType<typeof read>>;
      const events: EventQueue<Event> = new EventQueue<Event>({
        maxEvents: maxWaitingEvents,
        maxBytes: Number.POSITIVE_INFINITY,
        tooSlow: () => new GordianError('SLOW_READER', `More than ${maxWaitingEvents} events waited to be resolved.`),
        onEnd: () => listeners.delete(listener),
      });
      const listener: Listener = {
        channel,
        receive: (payload) => {
          const event = read(payload);
          if (event !== undefined) events.push(event as Event);
        },
        lose: (error) => events.end(error),
      };
      listeners.add(listener);
      try {
        await listenOn(channel);
      } catch (error) {
        events.drop();
        throw error;
      }
      return events;
    },
    close() {
      if (current) lose(current.client, new GordianError('NOT_READY', 'The process stops.'));
    },
  };
}
