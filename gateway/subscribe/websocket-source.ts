// A subscription of a subgraph over graphql-transport-ws. One connection for each: it carries one caller's assertion, so it is
// never shared, and closing it frees everything that the subgraph holds for it.
import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocket } from 'ws';
import { keepAlive } from '../../kit/socket-keep-alive.ts';
import { type SourceEvents, type SourceFaultCode, type SourceRequest, sourceFault } from './event-source.ts';
import { jsonMember } from './json-member.ts';

export function openWebSocketSource(request: SourceRequest, events: SourceEvents, ended: AbortSignal): void {
  const { subgraph, url, headers, body, maxEventBytes, acceptTimeoutMs, keepAliveMs } = request;
  const socket = new WebSocket(url.replace(/^http/, 'ws'), GRAPHQL_TRANSPORT_WS_PROTOCOL, {
    headers,
    maxPayload: maxEventBytes,
    perMessageDeflate: false,
    followRedirects: false,
    skipUTF8Validation: false,
  });

  const fail = (code: SourceFaultCode, detail: string): void => {
    clearTimeout(patience);
    events.end(sourceFault(subgraph, code, detail));
    socket.terminate();
  };
  const patience = setTimeout(
    () => fail('SUBGRAPH_TIMEOUT', `no connection_ack within ${acceptTimeoutMs} ms`),
    acceptTimeoutMs,
  );
  const finish = (): void => {
    events.end();
    socket.close(1000);
  };

  /** What each message of the subgraph does; others are against the protocol. */
  const onMessage: Readonly<Record<string, (message: string) => void>> = {
    connection_ack: () => {
      clearTimeout(patience);
      socket.send(`{"id":"1","type":"subscribe","payload":${body}}`);
    },
    next: (message) => events.push(jsonMember(message, 'payload') ?? 'null'),
    error: (message) => {
      events.push(`{"data":null,"errors":${jsonMember(message, 'payload') ?? '[]'}}`);
      finish();
    },
    complete: finish,
    ping: () => socket.send('{"type":"pong"}'),
    pong: () => {},
  };

  socket.on('open', () => socket.send('{"type":"connection_init"}'));
  socket.on('message', (data) => {
    if (events.isOver) return;
    const message = data.toString();
    const handle = onMessage[typeOf(message) ?? ''];
    if (handle) handle(message);
    else fail('SUBGRAPH_BAD_RESPONSE', 'a message that graphql-transport-ws does not know');
  });
  socket.on('unexpected-response', (_, response) => fail('SUBGRAPH_UNAVAILABLE', `status ${response.statusCode}`));
  socket.on('error', (error: NodeJS.ErrnoException) => {
    const isTheirs = /^WS_ERR_/.test(error.code ?? '');
    fail(isTheirs ? 'SUBGRAPH_BAD_RESPONSE' : 'SUBGRAPH_UNAVAILABLE', error.code ?? error.name);
  });
  socket.on('close', (code) => fail('SUBGRAPH_UNAVAILABLE', `closed with ${code}`));
  keepAlive(socket, keepAliveMs);
  ended.addEventListener('abort', () => leave(socket, patience), { once: true });
}

function leave(socket: WebSocket, patience: NodeJS.Timeout): void {
  clearTimeout(patience);
  if (socket.readyState !== WebSocket.OPEN) return void socket.terminate();
  socket.send('{"id":"1","type":"complete"}');
  socket.close(1000);
}

function typeOf(message: string): string | null {
  try {
    const { type } = JSON.parse(message) as { readonly type?: unknown };
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}
