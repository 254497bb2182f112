// Notices that the other side of a WebSocket is gone although nobody closed it: whoever does not answer a ping is cut off.
import type { WebSocket } from 'ws';

export function keepAlive(socket: WebSocket, intervalMs: number): void {
  let isAlive = true;
  const timer = setInterval(() => {
    if (socket.readyState !== socket.OPEN) return;
    if (!isAlive) return void socket.terminate();
    isAlive = false;
    socket.ping();
  }, intervalMs);
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('close', () => clearInterval(timer));
}
