// Where a product can be read and where its data rests: the section servers.
import type { Server } from './contract.ts';
import type { YamlValue } from './yaml-document.ts';
import { type Findings, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

const common = ['id', 'description', 'environment', 'roles', 'customProperties'];
const postgres = { required: ['host', 'port', 'database', 'schema'], optional: [] };

/** The keys that the standard gives to a type of server; other types of server carry whatever they need. */
const keysByType: Readonly<
  Record<string, { readonly required: readonly string[]; readonly optional: readonly string[] }>
> = {
  api: { required: ['location'], optional: [] },
  postgres,
  postgresql: postgres,
};

export function readServers(contract: Mapping): Server[] {
  const servers = itemsOf(contract, 'servers').flatMap((item) => readServer(item, contract.findings));
  return servers.filter(({ server }, index) => {
    const first = servers.findIndex((other) => other.server === server) === index;
    if (!first)
      note(
        contract.findings,
        contract.place,
        'CONTRACT_DUPLICATE',
        `Two servers are named "${server}".`,
        'Give each its own name.',
      );
    return first;
  });
}

function readServer(value: YamlValue, findings: Findings): Server[] {
  const type = value.entries?.get('type')?.value.plain;
  const own = keysByType[typeof type === 'string' ? type : ''];
  const given = [...(value.entries?.keys() ?? [])];
  const keys = {
    required: ['server', 'type', ...(own?.required ?? [])],
    optional: [...common, ...(own?.optional ?? given)],
  };
  const mapping = readMapping(value, keys, findings);
  const server = mapping === null ? null : stringOf(mapping, 'server');
  if (mapping === null || server === null || typeof type !== 'string') return [];
  return [
    {
      server,
      type,
      description: stringOf(mapping, 'description'),
      environment: stringOf(mapping, 'environment'),
      location: own === undefined ? null : stringOf(mapping, 'location'),
      schema: own === undefined ? null : stringOf(mapping, 'schema'),
    },
  ];
}
