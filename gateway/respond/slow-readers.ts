// Answers that their clients do not take: what waits in memory for them is bounded, in time for each and in bytes for all.
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface SlowReaderLimits {
  /** How long a client may take nothing of its answer; then its connection is closed. */
  readonly stalledReaderMs: number;
  /** Bytes of answers that clients have not taken, of all together; beyond, those that have waited longest are cut off. */
  readonly maxUnsentBytes: number;
}

export interface SlowReaders {
  /** To be called when the whole answer is written. Costs nothing when it has left. */
  watch(response: ServerResponse): void;
  /**
   * To be called before an answer in parts, which waits for the client between them.
   * @param quietMs how long there may be no part to send
   */
  limitStalls(response: ServerResponse, quietMs: number): void;
  readonly unsentBytes: number;
}

export function createSlowReaders({ stalledReaderMs, maxUnsentBytes }: SlowReaderLimits): SlowReaders {
  /** In the order in which they began to wait. */
  const waiting = new Map<Socket, number>();
  let unsentBytes = 0;

  const forget = (socket: Socket): void => {
    unsentBytes -= waiting.get(socket) ?? 0;
    waiting.delete(socket);
  };
  const cutOffUntilItFits = (): void => {
    for (const socket of waiting.keys()) {
      if (unsentBytes <= maxUnsentBytes) return;
      forget(socket);
      socket.destroy();
    }
  };

  // A timeout of a socket begins anew with every byte that leaves. Node closes the connection when it fires, and sets it anew
  // when the answer has left.
  return {
    watch(response) {
      const { socket } = response;
      if (!socket?.writableLength) return;
      forget(socket);
      waiting.set(socket, socket.writableLength);
      unsentBytes += socket.writableLength;
      response.once('close', () => forget(socket));
      socket.setTimeout(stalledReaderMs);
      cutOffUntilItFits();
    },
    limitStalls({ socket }, quietMs) {
      socket?.setTimeout(stalledReaderMs + quietMs);
    },
    get unsentBytes() {
      return unsentBytes;
    },
  };
}
