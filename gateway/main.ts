// The gateway's process: read the configuration, create, listen, and drain on SIGTERM.
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { GordianError } from '../kit/errors.ts';
import { createLog, type Log } from '../kit/log.ts';
import { dropUnusedConnections } from '../kit/unused-connections.ts';
import { readGatewayConfig } from './config.ts';
import { createGateway } from './create-gateway.ts';
import type { Gateway } from './gateway.ts';
import { createGatewayServer } from './server.ts';

const { values } = parseArgs({ options: { config: { type: 'string', default: 'gateway.yaml' } } });

try {
  await run(values.config);
} catch (error) {
  createLog({ name: 'gateway' }).fatal(
    { err: error },
    error instanceof GordianError ? error.message : 'the gateway could not start',
  );
  process.exit(1);
}

async function run(configFile: string): Promise<void> {
  const config = readGatewayConfig(configFile, process.env);
  const log = createLog({ name: 'gateway', level: config.logLevel, frequentEvents: ['operation'] });
  const gateway = await createGateway(config, log);
  const server = createGatewayServer(gateway);
  const unused = dropUnusedConnections(server);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.server.port, config.server.host, resolve);
  }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE'
      ? new GordianError('PORT_IN_USE', `Port ${config.server.port} is in use; choose another with server.port.`)
      : error;
  });
  const { port } = server.address() as AddressInfo;
  log.info({ event: 'listening', url: `http://${config.server.host}:${port}` }, 'the gateway listens');
  const close = (closed: () => void): void => {
    unused.whenClosing();
    server.close(closed);
  };
  stopOnSignal(gateway, close, log);
}

/**
 * Ready turns to 503 and every answer closes its connection, while requests are still taken; then nobody new is let in,
 * and the process ends with the last request under way, or at the limit.
 */
function stopOnSignal(gateway: Gateway, close: (closed: () => void) => void, log: Log): void {
  const { drainDelayMs, drainTimeoutMs } = gateway.config.server;
  const stop = (): void => {
    if (gateway.draining) return;
    gateway.draining = true;
    log.info({ event: 'draining' }, 'stopping: requests under way are answered first');
    setTimeout(() => giveUp(drainTimeoutMs, log), drainTimeoutMs).unref();
    setTimeout(() => {
      gateway.listeners.stop();
      close(() => void stopFollowing(gateway).then(() => process.exit(0)));
    }, drainDelayMs);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  // The launcher is gone: nobody is left to stop this process later.
  process.on('disconnect', stop);
}

/** What was used last is reported before. */
async function stopFollowing({
  audit,
  generations,
  grants,
  standing,
  dryRun,
  usage,
  published,
}: Gateway): Promise<void> {
  dryRun?.stop();
  await Promise.all([generations.stop(), grants.stop(), standing?.stop(), usage.stop(), published?.stop()]);
  await audit.stop();
}

function giveUp(drainTimeoutMs: number, log: Log): void {
  log.error(`requests were still under way after ${drainTimeoutMs} ms (server.drainTimeoutMs); they are cut off`);
  process.exit(1);
}
