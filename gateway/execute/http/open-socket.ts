// A TCP or TLS connection to one origin, within a time.
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';

export interface Origin {
  readonly isSecure: boolean;
  /** Without the brackets of an IPv6 address. */
  readonly hostname: string;
  readonly port: number;
}

/** Opens one socket: exactly one of the callbacks is called, and neither when the socket is destroyed before. */
export type OpenSocket = (onOpen: () => void, onFailure: (error: Error) => void, onBytes: OnBytes) => Socket;

/** @param bytes overwritten as soon as the call returns */
export type OnBytes = (bytes: Buffer) => void;

/** All sockets read into it, one after the other: a buffer for each read would be most of what an answer allocates. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);

const keepAliveProbeMs = 60_000;

export function socketOpener({ isSecure, hostname, port }: Origin, timeoutMs: number): OpenSocket {
  let session: Buffer | undefined;
  const connect = (onBytes: OnBytes): Socket => {
    const callback = (length: number): boolean => {
      onBytes(readBuffer.subarray(0, length));
      return true;
    };
    const target = { host: hostname, port, onread: { buffer: readBuffer, callback } };
    if (!isSecure) return connectTcp(target);
    const servername = isName(hostname) ? hostname : '';
    const options: ConnectionOptions = { ...target, servername, ALPNProtocols: ['http/1.1'], session };
    return connectTls(options).on('session', (latest) => {
      session = latest;
    });
  };
  return (onOpen, onFailure, onBytes) => {
    const socket = connect(onBytes).setNoDelay(true).setKeepAlive(true, keepAliveProbeMs);
    const tooLate = setTimeout(() => socket.destroy(new ConnectTimeout()), timeoutMs);
    const failed = (error: Error): void => {
      clearTimeout(tooLate);
      onFailure(error);
    };
    socket.once('error', failed);
    socket.once('close', () => clearTimeout(tooLate));
    return socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      clearTimeout(tooLate);
      socket.off('error', failed);
      onOpen();
    });
  };
}

class ConnectTimeout extends Error {
  readonly code = 'CONNECT_TIMEOUT';
}

/** TLS names hosts, not addresses. */
function isName(hostname: string): boolean {
  return !/^[\d.]+$|:/.test(hostname);
}
