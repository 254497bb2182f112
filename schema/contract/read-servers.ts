// Where a product can be read and where its data rests: the section servers.
import type { Server } from './contract.ts';
import type { YamlValue } from './yaml-document.ts';
import { type Findings, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

const common = ['id', 'description', 'environment', 'roles', 'customProperties'];
const postgres = { required: ['host', 'port', 'database', 'schema'], optional: [] as string[] };

/** The keys that the standard gives to a type of server; other types of server carry whatever they need. */
const keysByType = new Map([
  ['api', { required: ['location'], optional: [] as string[] }],
  ['postgres', postgres],
  ['postgresql', postgres],
]);

export function readServers(contract: Mapping): Server[] {
  const names = new Set<string>();
  return itemsOf(contract, 'servers').flatMap((item) => {
    const server = readServer(item, contract.findings);
    if (server === null || !names.has(server.server)) {
      if (server !== null) names.add(server.server);
      return server ?? [];
    }
    note(
      contract.findings,
      item.place,
      'CONTRACT_DUPLICATE',
      `Two servers are named "${server.server}".`,
      'Give each its own name.',
    );
    return [];
  });
}

function readServer(value: YamlValue, findings: Findings): Server | null {
  const type = value.entries?.get('type')?.value.plain;
  const own = typeof type === 'string' ? keysByType.get(type) : undefined;
  const given = [...(value.entries?.keys() ?? [])];
  const keys = {
    required: ['server', 'type', ...(own?.required ?? [])],
    optional: [...common, ...(own?.optional ?? given)],
  };
  const mapping = readMapping(value, keys, findings);
  const server = mapping === null ? null : stringOf(mapping, 'server');
  const typeName = mapping === null ? null : stringOf(mapping, 'type');
  if (mapping === null || server === null || typeName === null) return null;
  return {
    server,
    type: typeName,
    description: stringOf(mapping, 'description'),
    environment: stringOf(mapping, 'environment'),
    location: own === undefined ? null : stringOf(mapping, 'location'),
    schema: own === undefined ? null : stringOf(mapping, 'schema'),
  };
}
