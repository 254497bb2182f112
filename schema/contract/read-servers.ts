// Where a product can be read and where its data rests: the section servers.
import { nearest } from '../../kit/nearest.ts';
import { problemAt } from '../problem.ts';
import { checkKeys } from './check-shape.ts';
import type { Server } from './contract.ts';
import { keptOfServers } from './kept-shapes.ts';
import { type ServerKeys, serverKeys, shapesOfServerKeys } from './server-types.ts';
import type { YamlValue } from './yaml-document.ts';
import { child, type Findings, itemsOf, type Mapping, note, readMapping, stringOf } from './yaml-mapping.ts';

const common = ['description', 'environment', ...Object.keys(keptOfServers)];

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
  const given = [...(value.entries?.keys() ?? [])];
  const own: ServerKeys = (typeof type === 'string' ? serverKeys.get(type) : undefined) ?? {
    required: [],
    optional: given,
  };
  const keys = {
    required: ['server', 'type', ...own.required],
    optional: [...common, ...own.optional],
  };
  const mapping = readMapping(value, keys, findings);
  const server = mapping === null ? null : stringOf(mapping, 'server');
  const typeName = mapping === null ? null : stringOf(mapping, 'type');
  if (mapping === null || server === null || typeName === null) return null;
  checkType(mapping, typeName);
  checkKeys(value, { ...keptOfServers, ...shapesOfServerKeys }, findings);
  return {
    server,
    type: typeName,
    description: stringOf(mapping, 'description'),
    environment: stringOf(mapping, 'environment'),
    location: textOf(mapping, 'location'),
    schema: textOf(mapping, 'schema'),
    database: databaseOf(mapping),
  };
}

/** Only Postgres is named like this; other pipelines have other schemes. */
function databaseOf(server: Mapping): Server['database'] {
  const [host, name] = [textOf(server, 'host'), textOf(server, 'database')];
  if (host === null || name === null || !/^postgres/.test(textOf(server, 'type') ?? '')) return null;
  return { namespace: `postgres://${host}:${child(server, 'port')?.plain ?? 5432}`, name };
}

/** Standards grow: a type that we do not know is taken as it is. */
function checkType(server: Mapping, type: string): void {
  if (serverKeys.has(type)) return;
  const guess = nearest(type, serverKeys.keys());
  server.findings.push(
    problemAt(child(server, 'type')!.place, {
      code: 'CONTRACT_UNKNOWN_SERVER',
      severity: 'warning',
      message: `"${type}" is not a type of server that the standard names; its keys are not checked.`,
      fix: guess === null ? 'Write type: custom, unless a newer standard has it.' : `Did you mean "${guess}"?`,
    }),
  );
}

/** What is not text is reported with the other keys of the server. */
function textOf(server: Mapping, key: string): string | null {
  const plain = child(server, key)?.plain;
  return typeof plain === 'string' ? plain : null;
}
