// What operators of the metadata service may read. Nobody else learns that it is there.
import type { FastifyInstance } from 'fastify';
import { isFromOwnMachine } from '../../../kit/own-machine.ts';
import type { MetadataMetrics } from './metadata-metrics.ts';

/** `loopback`: who connects from this machine and not through a proxy. */
export type MetricsAccess = 'loopback' | 'everyone' | 'nobody';

export function addMetricsRoute(app: FastifyInstance, metrics: MetadataMetrics, access: MetricsAccess): void {
  app.get('/metrics', async (request, reply) => {
    const mayRead = access === 'loopback' ? isFromOwnMachine(request.raw) : access === 'everyone';
    if (!mayRead) return reply.callNotFound();
    const { mediaType, text } = await metrics.read();
    return reply.type(mediaType).header('cache-control', 'no-store').send(text);
  });
}
