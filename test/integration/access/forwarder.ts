// Stands between a gateway and the metadata service, and can cut the stream of grants, or everything.
import { createServer, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Forwarder {
  readonly url: string;
  /** What passes; what does not is cut off, streams that are open included. */
  pass(what: 'everything' | 'all but the stream' | 'nothing'): void;
  /** From now on, another metadata service. */
  to(url: string): void;
  close(): Promise<void>;
}

export async function startForwarder(targetUrl: string): Promise<Forwarder> {
  let target = targetUrl;
  const open = new Map<ServerResponse, string>();
  let passes: (path: string) => boolean = () => true;
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    if (!passes(path)) return void incoming.socket.destroy();
    open.set(outgoing, path);
    const { method, headers } = incoming;
    const forwarded = request(new URL(path, target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(outgoing);
    });
    forwarded.on('error', () => outgoing.destroy());
    outgoing.on('close', () => {
      open.delete(outgoing);
      forwarded.destroy();
    });
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const isStream = (path: string) => path.endsWith('/stream');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    pass(what) {
      passes = {
        everything: () => true,
        'all but the stream': (path: string) => !isStream(path),
        nothing: () => false,
      }[what];
      for (const [outgoing, path] of open) if (!passes(path)) outgoing.destroy();
    },
    to(url) {
      target = url;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
