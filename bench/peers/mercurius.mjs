// Mercurius' gateway with its JIT: `node mercurius.mjs SERVICES`, a JSON file with the name, URL and schema of each subgraph. It
// knows version 1 of Federation, so the schemas are written in that.
import { readFileSync } from 'node:fs';
import mercuriusGateway from '@mercuriusjs/gateway';
import fastify from 'fastify';

const services = JSON.parse(readFileSync(process.argv[2], 'utf8'));

const app = fastify();
app.register(mercuriusGateway, {
  gateway: { services: services.map((service) => ({ ...service, connections: 128, keepAlive: 60_000 })) },
  jit: 1,
});
await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
