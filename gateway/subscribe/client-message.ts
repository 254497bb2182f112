// What a client may say over graphql-transport-ws; everything else is against the protocol.
import { isJsonObject } from '../../kit/json-object.ts';

export type ClientMessage =
  | { readonly type: 'connection_init'; readonly parameters: Readonly<Record<string, unknown>> }
  | { readonly type: 'ping' | 'pong' }
  /** The payload holds the parameters of GraphQL over HTTP; nobody has looked at it yet. */
  | { readonly type: 'subscribe'; readonly id: string; readonly payload: unknown }
  | { readonly type: 'complete'; readonly id: string };

/** An id comes back with every event. */
const maxIdCharacters = 128;

/** @returns null when it is no message of the protocol */
export function readClientMessage(text: string): ClientMessage | null {
  const message = parseJson(text);
  if (!isJsonObject(message)) return null;
  const { type, id, payload } = message;
  switch (type) {
    case 'connection_init':
      if (payload === undefined || payload === null) return { type, parameters: {} };
      return isJsonObject(payload) ? { type, parameters: payload } : null;
    case 'ping':
    case 'pong':
      return { type };
    case 'subscribe':
      return isId(id) && isJsonObject(payload) ? { type, id, payload } : null;
    case 'complete':
      return isId(id) ? { type, id } : null;
    default:
      return null;
  }
}

function isId(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= maxIdCharacters;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
